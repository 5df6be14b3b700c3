-- A page's questions, answered straight from the Parquet files of DuckDB's own machine.

-- name: for_isbns
SELECT coalesce(members, CAST(isbn AS VARCHAR)), loan_year, medium, class, CAST(sum(loans) AS BIGINT)
FROM read_parquet($paths)
WHERE isbn IN (SELECT unnest($isbns))
   OR (members IS NOT NULL AND list_has_any(string_split(members, ' '), $written))
GROUP BY ALL ORDER BY ALL NULLS FIRST

-- name: titles_for
SELECT isbn, title, author
FROM read_parquet($paths)
WHERE isbn IN (SELECT unnest($isbns))
GROUP BY isbn, title, author
QUALIFY row_number() OVER (PARTITION BY isbn ORDER BY count(*) DESC, title, author) = 1
ORDER BY isbn

-- name: libraries_for_isbns
SELECT coalesce(members, CAST(title AS VARCHAR)), loan_year, medium, library, CAST(sum(loans) AS BIGINT)
FROM (SELECT DISTINCT filename, title, members, loan_year, medium, library, loans
      FROM read_parquet($paths, filename=true) WHERE isbn IN (SELECT unnest($isbns)))
GROUP BY ALL ORDER BY ALL NULLS FIRST
