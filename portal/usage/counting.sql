-- What a run counts from: views `batch` (isbn, members, loan_year, medium, class, loans) of all imports,
-- `wanted` (loan_year), `claimed` (isbn) and `editions` (isbn, medium, class).
-- Kept so plain that another engine can carry it: no division, NULLs ordered explicitly, sums cast back to BIGINT.

-- name: counted
WITH
year_rows AS (
    SELECT batch.isbn, batch.members, batch.loan_year, batch.medium, batch.class, batch.loans
    FROM batch JOIN wanted ON wanted.loan_year = batch.loan_year
),
single AS (
    SELECT year_rows.isbn, CAST(NULL AS VARCHAR) AS members, year_rows.loan_year,
           coalesce(year_rows.medium, editions.medium, 'physical') AS medium,
           coalesce(year_rows.class, editions.class, 'other') AS class, year_rows.loans
    FROM year_rows JOIN claimed ON claimed.isbn = year_rows.isbn
    LEFT JOIN editions ON editions.isbn = year_rows.isbn
    WHERE year_rows.members IS NULL
),
part AS (
    SELECT groups.members, CAST(pieces.one AS BIGINT) AS isbn
    FROM (SELECT DISTINCT members FROM year_rows WHERE members IS NOT NULL) AS groups
    CROSS JOIN unnest(string_split(groups.members, ' ')) AS pieces(one)
),
claimed_group AS (
    SELECT DISTINCT part.members FROM part JOIN claimed ON claimed.isbn = part.isbn
),
said AS (
    SELECT part.members, min(CASE WHEN editions.medium IS NOT NULL THEN part.isbn END) AS medium_isbn,
           min(CASE WHEN editions.class IS NOT NULL THEN part.isbn END) AS class_isbn
    FROM part JOIN claimed_group ON claimed_group.members = part.members
    LEFT JOIN editions ON editions.isbn = part.isbn
    GROUP BY part.members
),
grouped AS (
    SELECT year_rows.isbn, year_rows.members, year_rows.loan_year,
           coalesce(year_rows.medium, by_medium.medium, 'physical') AS medium,
           coalesce(year_rows.class, by_class.class, 'other') AS class, year_rows.loans
    FROM year_rows JOIN said ON said.members = year_rows.members
    LEFT JOIN editions AS by_medium ON by_medium.isbn = said.medium_isbn
    LEFT JOIN editions AS by_class ON by_class.isbn = said.class_isbn
)
SELECT isbn AS title, members, loan_year, medium, class, CAST(sum(loans) AS BIGINT) AS loans
FROM (SELECT * FROM single UNION ALL SELECT * FROM grouped) AS every
GROUP BY isbn, members, loan_year, medium, class
ORDER BY title, members NULLS FIRST, loan_year, medium, class

-- name: year_totals
WITH
titles AS (
    SELECT batch.isbn, batch.members, CAST(sum(batch.loans) AS BIGINT) AS loans
    FROM batch JOIN wanted ON wanted.loan_year = batch.loan_year
    GROUP BY batch.isbn, batch.members
),
matched AS (
    SELECT titles.isbn, titles.members, titles.loans
    FROM titles JOIN claimed ON claimed.isbn = titles.isbn WHERE titles.members IS NULL
    UNION ALL
    SELECT DISTINCT titles.isbn, titles.members, titles.loans
    FROM titles CROSS JOIN unnest(string_split(titles.members, ' ')) AS pieces(one)
    JOIN claimed ON claimed.isbn = CAST(pieces.one AS BIGINT)
    WHERE titles.members IS NOT NULL
)
SELECT (SELECT CAST(coalesce(sum(loans), 0) AS BIGINT) FROM titles) AS loans,
       (SELECT count(*) FROM titles) AS titles,
       (SELECT CAST(coalesce(sum(loans), 0) AS BIGINT) FROM matched) AS matched_loans,
       (SELECT count(*) FROM matched) AS matched_titles

-- name: unclaimed
-- `named` (isbn, title, author): what the files say of a title.
WITH
lent AS (
    SELECT batch.isbn, batch.members, CAST(sum(batch.loans) AS BIGINT) AS loans
    FROM batch JOIN wanted ON wanted.loan_year = batch.loan_year
    GROUP BY batch.isbn, batch.members
),
taken AS (
    SELECT DISTINCT lent.isbn, lent.members
    FROM lent CROSS JOIN unnest(string_split(coalesce(lent.members, CAST(lent.isbn AS VARCHAR)), ' ')) AS pieces(one)
    JOIN claimed ON claimed.isbn = CAST(pieces.one AS BIGINT)
),
said AS (
    SELECT named.isbn, min(named.title) AS title, min(named.author) AS author
    FROM named WHERE named.author <> '' GROUP BY named.isbn
)
SELECT lent.isbn, said.title, said.author, CAST(sum(lent.loans) AS BIGINT) AS loans
FROM lent JOIN said ON said.isbn = lent.isbn
LEFT JOIN taken ON taken.isbn = lent.isbn AND taken.members IS NOT DISTINCT FROM lent.members
WHERE taken.isbn IS NULL
GROUP BY lent.isbn, said.title, said.author
ORDER BY loans DESC, lent.isbn

-- name: lent_unclaimed
-- As `unclaimed`, also of titles that no file names, a page at a time, with how many there are.
WITH
lent AS (
    SELECT batch.isbn, batch.members, CAST(sum(batch.loans) AS BIGINT) AS loans
    FROM batch JOIN wanted ON wanted.loan_year = batch.loan_year
    GROUP BY batch.isbn, batch.members
),
free AS (
    SELECT lent.isbn, lent.loans FROM lent ANTI JOIN claimed ON claimed.isbn = lent.isbn WHERE lent.members IS NULL
    UNION ALL
    SELECT lent.isbn, lent.loans FROM lent
    ANTI JOIN (SELECT DISTINCT lent.members
               FROM lent CROSS JOIN unnest(string_split(lent.members, ' ')) AS pieces(one)
               JOIN claimed ON claimed.isbn = CAST(pieces.one AS BIGINT)
               WHERE lent.members IS NOT NULL) AS taken ON taken.members = lent.members
    WHERE lent.members IS NOT NULL
),
said AS (
    SELECT named.isbn, min(named.title) AS title, min(named.author) AS author FROM named GROUP BY named.isbn
),
found AS (
    SELECT free.isbn, coalesce(any_value(said.title), '') AS title,
           coalesce(any_value(said.author), '') AS author, CAST(sum(free.loans) AS BIGINT) AS loans
    FROM free LEFT JOIN said ON said.isbn = free.isbn
    GROUP BY free.isbn
)
SELECT isbn, title, author, loans, count(*) OVER () AS titles
FROM found
WHERE $text = '' OR contains(strip_accents(lower(title || ' ' || author)), strip_accents(lower($text)))
   OR ($digits <> '' AND starts_with(CAST(isbn AS VARCHAR), $digits))
ORDER BY loans DESC, isbn
LIMIT $limit OFFSET $offset

-- name: assigned
-- What a person decided of loans without an ISBN, as if the file had said it: `linked` (key, isbn).
SELECT linked.isbn, CAST(NULL AS VARCHAR) AS members, loan_year, medium, class, CAST(sum(loans) AS BIGINT) AS loans
FROM read_parquet($paths) AS works JOIN linked ON linked.key = works.key
GROUP BY linked.isbn, loan_year, medium, class
ORDER BY linked.isbn, loan_year, medium NULLS FIRST, class NULLS FIRST

-- name: assigned_by_library
SELECT linked.isbn, linked.isbn AS title, CAST(NULL AS VARCHAR) AS members, loan_year, medium, library,
       CAST(sum(loans) AS BIGINT) AS loans
FROM read_parquet($paths) AS works JOIN linked ON linked.key = works.key
GROUP BY linked.isbn, loan_year, medium, library
ORDER BY linked.isbn, loan_year, library, medium NULLS FIRST
