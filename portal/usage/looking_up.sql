-- A page's questions, answered straight from the Parquet files of DuckDB's own machine.

-- name: libraries_for_isbns
SELECT coalesce(members, CAST(title AS VARCHAR)), loan_year, medium, library, CAST(sum(loans) AS BIGINT)
FROM (SELECT DISTINCT filename, title, members, loan_year, medium, library, loans
      FROM read_parquet($paths, filename=true) WHERE isbn IN (SELECT unnest($isbns)))
GROUP BY ALL ORDER BY ALL NULLS FIRST

-- name: unmatched_most
-- The keys alone: a nation's titles would not fit into what a question may hold.
SELECT key FROM read_parquet($paths) WHERE NOT list_contains($decided, key)
GROUP BY key ORDER BY sum(loans) DESC, key LIMIT $limit OFFSET $offset

-- name: unmatched_sought
-- A page of them and how many there are in all: every word in the key, in a year, of a library system; NULL asks for all.
SELECT key, count(*) OVER () AS total FROM read_parquet($paths)
WHERE NOT list_contains($decided, key)
      AND len(list_filter($words, lambda word: NOT contains(key, word))) = 0
      AND ($year IS NULL OR loan_year = $year)
      AND ($library IS NULL OR library = $library)
GROUP BY key ORDER BY sum(loans) DESC, key LIMIT $limit OFFSET $offset

-- name: unmatched_naming
SELECT DISTINCT key FROM read_parquet($paths)
WHERE author_key IN (SELECT unnest($wanted)) AND NOT list_contains($decided, key)

-- name: unmatched_works
-- By loans. The spelling is the most frequent one of all files.
WITH every AS (
    SELECT key, title, author, loan_year, rows, loans FROM read_parquet($paths)
    WHERE key IN (SELECT unnest($keys))
),
by_year AS (
    SELECT key, loan_year, CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(loans) AS BIGINT) AS loans FROM every GROUP BY key, loan_year
),
summed AS (
    SELECT key, CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(loans) AS BIGINT) AS total,
           list(loan_year ORDER BY loan_year) AS years, list(loans ORDER BY loan_year) AS loans
    FROM by_year GROUP BY key
),
said AS (
    SELECT key, title, author FROM every GROUP BY key, title, author
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY sum(rows) DESC, title, author) = 1
)
SELECT summed.key, title, author, string_split(summed.key, '|')[3], summed.rows, years, loans
FROM summed JOIN said ON said.key = summed.key
ORDER BY total DESC, summed.key

-- name: unmatched_by_name
-- The same of every key that has an author, under each of its authors' keys.
WITH every AS (
    SELECT key, author_key, title, author, loan_year, rows, loans FROM read_parquet($paths)
),
by_year AS (
    SELECT key, loan_year, CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(loans) AS BIGINT) AS loans FROM every GROUP BY key, loan_year
),
summed AS (
    SELECT key, CAST(sum(rows) AS BIGINT) AS rows,
           list(loan_year ORDER BY loan_year) AS years, list(loans ORDER BY loan_year) AS loans
    FROM by_year GROUP BY key
),
said AS (
    SELECT key, title, author FROM every GROUP BY key, title, author
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY sum(rows) DESC, title, author) = 1
)
SELECT named.author_key, summed.key, title, author, string_split(summed.key, '|')[3] AS medium, summed.rows, years, loans
FROM (SELECT DISTINCT author_key, key FROM every WHERE author_key <> '') AS named
JOIN summed ON summed.key = named.key JOIN said ON said.key = named.key

-- name: files_holding
SELECT DISTINCT filename FROM read_parquet($paths, filename=true) WHERE list_contains($wanted, key)

-- name: evidence_of_isbn
SELECT key, isbns, title, author, loan_year, loans, tier, work, isbn, reasons, weight_ppm, state
FROM read_parquet($paths)
WHERE isbn = $isbn OR list_contains(string_split(isbns, ' '), CAST($isbn AS VARCHAR))
ORDER BY key, loan_year

-- name: evidence_of_keys
SELECT key, isbns, title, author, loan_year, loans, tier, work, isbn, reasons, weight_ppm, state
FROM read_parquet($paths) WHERE list_contains($wanted, key)
ORDER BY key, loan_year

-- name: evidence_suggested
-- Loans without an ISBN that a tier links to a work, most lent first, each once with the loans of all its years.
SELECT key, '' AS isbns, min(title) AS title, min(author) AS author, CAST(max(loan_year) AS INTEGER) AS loan_year,
       CAST(sum(loans) AS BIGINT) AS loans, min(tier) AS tier, min(work) AS work, min(isbn) AS isbn,
       min(reasons) AS reasons, min(weight_ppm) AS weight_ppm, min(state) AS state
FROM read_parquet($paths)
WHERE starts_with(key, 'unmatched:') AND state IN ('suggested', 'known')
      AND NOT list_contains($decided, substr(key, 11))
GROUP BY key ORDER BY loans DESC, key LIMIT $limit
