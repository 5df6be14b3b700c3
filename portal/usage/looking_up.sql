-- A page's questions, answered straight from the Parquet files of DuckDB's own machine.

-- name: libraries_for_isbns
SELECT coalesce(members, CAST(title AS VARCHAR)), loan_year, medium, library, CAST(sum(loans) AS BIGINT)
FROM (SELECT DISTINCT filename, title, members, loan_year, medium, library, loans
      FROM read_parquet($paths, filename=true) WHERE isbn IN (SELECT unnest($isbns)))
GROUP BY ALL ORDER BY ALL NULLS FIRST
