-- Loans by library system. A row stands under each ISBN of its title (`isbn`), so that a page finds it by any;
-- `title` is the smallest, and the rows whose isbn is their title are every loan once.

-- name: merged
WITH every AS (
    SELECT title, members, loan_year, medium, library, CAST(sum(loans) AS BIGINT) AS loans FROM part GROUP BY ALL
)
SELECT title AS isbn, title, members, loan_year, medium, library, loans FROM every WHERE members IS NULL
UNION ALL
SELECT CAST(unnest(string_split(members, ' ')) AS BIGINT) AS isbn, title, members, loan_year, medium, library, loans
FROM every WHERE members IS NOT NULL
ORDER BY isbn, members NULLS FIRST, loan_year, library, medium NULLS FIRST

-- name: differing
SELECT count(*) FROM (
    SELECT title FROM (
        SELECT isbn AS title, members, loan_year, medium, loans FROM read_parquet($counts)
        UNION ALL
        SELECT title, members, loan_year, medium, -loans FROM read_parquet($libraries) WHERE isbn = title
    ) GROUP BY title, members, loan_year, medium HAVING sum(loans) <> 0
)

-- name: most_lent
SELECT loan_year, isbn, members, CAST(sum(loans) AS BIGINT) AS loans
FROM batch GROUP BY loan_year, isbn, members
QUALIFY row_number() OVER (PARTITION BY loan_year ORDER BY sum(loans) DESC, isbn, members NULLS FIRST) <= $most
ORDER BY loan_year, loans DESC, isbn, members NULLS FIRST

-- name: largest
SELECT library, title, CAST(sum(loans) AS BIGINT) AS loans
FROM read_parquet($paths) WHERE isbn = title AND loan_year = $year GROUP BY library, title, members
QUALIFY row_number() OVER (PARTITION BY library ORDER BY sum(loans) DESC, title, members NULLS FIRST) = 1
ORDER BY library
