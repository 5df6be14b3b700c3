-- Rows in, counts out. Braces are filled with constant SQL of a format; what a file says is only ever data.
-- Grouping comes first, by the strings as written, and only what is left is checked.

-- name: number_fault
CREATE TEMP MACRO number_fault(written) AS
    CASE WHEN regexp_full_match(written, '\s*(-?0+|0*[0-9]{1,9})\s*') THEN NULL
         WHEN regexp_full_match(written, '\s*[-\x{2212}]\s*[0-9]+([.,][0-9]*)?\s*') THEN 'loans_negative'
         WHEN regexp_full_match(written, '\s*[+]?[0-9]*[.,][0-9]+\s*') THEN 'loans_fraction'
         ELSE 'loans_unreadable' END

-- name: numbered
WITH standard AS ({scans})
SELECT *, CASE WHEN fault IS NULL THEN CAST(CAST(loans AS INTEGER) AS BIGINT)
                    + coalesce(CAST(nullif(renewals, '') AS INTEGER), 0) ELSE 0 END AS number
FROM (SELECT *, coalesce(number_fault(coalesce(loans, '')),
                         CASE WHEN renewals IS NOT NULL AND renewals <> '' THEN number_fault(renewals) END) AS fault
      FROM standard)

-- name: loan_year_of
CREATE TEMP MACRO loan_year_of(written) AS
    CASE WHEN regexp_full_match(written, '\s*0*[12][0-9]{3}\s*') THEN CAST(written AS INTEGER) END

-- name: sets
CREATE TEMP TABLE sets (
    file VARCHAR, isbn VARCHAR, thirteen BIGINT, loan_year INTEGER, medium VARCHAR, class VARCHAR, library VARCHAR, fault VARCHAR,
    part BIGINT, months INTEGER, rows BIGINT, loans BIGINT)

-- name: sets_plain
SELECT file, isbn, NULL AS thirteen, loan_year_of(year) AS loan_year, medium, class, library, fault, part, months, rows, loans
FROM (SELECT file, isbn, year, medium, class, library, fault, grouping(isbn) AS part,
             CASE WHEN grouping(isbn) = 1 THEN bit_or(months) END AS months, count(*) AS rows, CAST(sum(number) AS BIGINT) AS loans
      FROM ({numbered})
      GROUP BY GROUPING SETS ((isbn, year, medium, class, fault), (file, library, year, fault)))

-- name: sets_quick
SELECT NULL AS file, isbn, thirteen, year AS loan_year, medium, class, NULL AS library, NULL AS fault, 0 AS part, NULL AS months,
       count(*) AS rows, CAST(sum(CAST(loans AS BIGINT) + coalesce(renewals, 0)) AS BIGINT) AS loans
FROM quick GROUP BY thirteen, isbn, year, medium, class

-- name: reported_quick
INSERT INTO sets SELECT file, NULL, NULL, loan_year, NULL, NULL, library, NULL, 1, months, rows, loans FROM reported_quick

-- name: grouped_plain
CREATE TEMP VIEW grouped AS
SELECT '' AS file, isbn, thirteen, loan_year, medium, class, fault, NULL AS left_out, NULL AS refused, rows, loans
FROM sets WHERE part = 0

-- name: reported_plain
CREATE TEMP VIEW reported AS
SELECT file, library, loan_year, fault, NULL AS left_out, NULL AS refused, months, rows, loans FROM sets WHERE part = 1

-- name: titled_plain
CREATE TEMP TABLE titled (file VARCHAR, isbn VARCHAR, title VARCHAR, author VARCHAR, rows BIGINT)

-- name: sets_by_file
SELECT file, isbn, loan_year_of(year) AS loan_year, medium, class, library, fault, left_out, refused, title, author,
       without_isbn, without_year, months, rows, loans
FROM (SELECT file, isbn, year, medium, class, library, fault, left_out, refused, title, author,
             grouping(isbn) AS without_isbn, grouping(year) AS without_year,
             bit_or(months) AS months, count(*) AS rows, CAST(sum(number) AS BIGINT) AS loans
      FROM ({numbered})
      GROUP BY GROUPING SETS ((file, isbn, year, medium, class, fault, left_out, refused),
                              (file, library, year, fault, left_out, refused),
                              (file, isbn, title, author, left_out, refused)))

-- name: grouped_by_file
CREATE TEMP VIEW grouped AS
SELECT file, isbn, CAST(NULL AS BIGINT) AS thirteen, loan_year, medium, class, fault, left_out, refused, rows, loans
FROM sets WHERE without_isbn = 0 AND without_year = 0

-- name: reported_by_file
CREATE TEMP VIEW reported AS
SELECT file, library, loan_year, fault, left_out, refused, months, rows, loans FROM sets WHERE without_isbn = 1

-- name: titled_by_file
CREATE TEMP VIEW titled AS
-- A row that does not count says nothing of a title either: a component has its host's ISBN and a title of its own.
SELECT file, isbn, title, author, rows FROM sets WHERE without_isbn = 0 AND without_year = 1 AND left_out IS NULL AND refused IS NULL

-- name: several
SELECT count(*) FROM grouped WHERE {several}

-- name: judged_singles
SELECT * EXCLUDE (bare, code, number, nine, code_fault),
       CASE WHEN code_fault IS NULL THEN coalesce(number, number_from(nine)) END AS title_isbn,
       CAST(NULL AS VARCHAR) AS members,
       code_fault AS isbn_fault
FROM (SELECT *, CASE WHEN number IS NOT NULL THEN fault_13(number)
                     WHEN nine IS NOT NULL THEN fault_10(nine, code)
                     ELSE fault_short(code) END AS code_fault
      FROM (SELECT *, CASE WHEN bare THEN coalesce(thirteen, CAST(isbn AS BIGINT)) ELSE number_of(code) END AS number,
                   CASE WHEN NOT bare THEN nine_of(code) END AS nine
            FROM (SELECT *, CASE WHEN NOT bare THEN code_of(isbn) END AS code
                  FROM (SELECT *, CASE WHEN thirteen IS NOT NULL THEN true
                                       ELSE coalesce(regexp_full_match(isbn, '[0-9]{{13}}'), false) END AS bare
                        FROM grouped WHERE {is_single}))))

-- name: judged_tokens
SELECT * EXCLUDE (found, faults), found[1] AS title_isbn,
       CASE WHEN len(found) > 1 THEN array_to_string(found, ' ') END AS members,
       CASE WHEN found[1] IS NULL THEN coalesce(faults[1], 'empty') END AS isbn_fault
FROM (SELECT * EXCLUDE (codes),
             list_sort(list_distinct(list_filter(list_transform(codes, lambda code: isbn_of(code)),
                                                 lambda one: one IS NOT NULL))) AS found,
             list_transform(codes, lambda code: fault_of(code)) AS faults
      FROM (SELECT *, list_transform({tokens}, lambda written: code_of(written)) AS codes
            FROM grouped WHERE {several}))

-- name: titles_by_isbn
SELECT DISTINCT judged.file, one.isbn AS isbn, titled.title
FROM judged JOIN titled ON titled.file = judged.file AND titled.isbn IS NOT DISTINCT FROM judged.isbn
CROSS JOIN unnest(string_split(coalesce(members, CAST(title_isbn AS VARCHAR)), ' ')) AS one(isbn)
WHERE title_isbn IS NOT NULL AND left_out IS NULL AND refused IS NULL
QUALIFY count(DISTINCT titled.title) OVER (PARTITION BY judged.file, one.isbn) > 3
ORDER BY ALL

-- name: without_overused
CREATE OR REPLACE TEMP TABLE judged AS
SELECT * EXCLUDE (title_isbn, members, isbn_fault, used),
       CAST(used[1] AS BIGINT) AS title_isbn,
       CASE WHEN len(used) > 1 THEN array_to_string(used, ' ') END AS members,
       CASE WHEN len(used) = 0 THEN coalesce(isbn_fault, 'too_many_titles') END AS isbn_fault
FROM (SELECT judged.*,
             list_filter(string_split(coalesce(members, CAST(title_isbn AS VARCHAR), ''), ' '),
                         lambda one: one <> '' AND NOT list_contains(coalesce(many.isbns, []), one)) AS used
      FROM judged LEFT JOIN (SELECT file, list(isbn) AS isbns FROM overused GROUP BY file) AS many
      ON many.file = judged.file)

-- name: with_reason
SELECT * REPLACE (medium_read AS medium, class_read AS class),
       CASE WHEN left_out IS NULL THEN coalesce(
           refused, isbn_fault, fault,
           CASE WHEN loan_year IS NULL THEN 'year_unreadable' WHEN loan_year <> $year THEN 'year_other' END,
           CASE WHEN medium_read NOT IN ({media}) THEN 'medium_unknown' END,
           class_fault) END AS reason
FROM (SELECT judged.*,
             CASE WHEN medium IN ({media}) THEN medium ELSE nullif(lower(trim(medium)), '') END AS medium_read,
             {class_read} AS class_read, {class_fault} AS class_fault
      FROM judged {class_join})

-- name: settled
-- Not grouped again: who counts sums, and a title has few spellings.
CREATE TEMP TABLE settled AS
SELECT left_out, reason, rows, loans, title_isbn, members, loan_year, medium, class,
       CASE WHEN reason IS NOT NULL THEN coalesce(isbn, lpad(CAST(thirteen AS VARCHAR), 13, '0')) END AS isbn
FROM ({with_reason})

-- name: class_words_read
CASE WHEN class IN ({classes}) THEN class ELSE nullif(lower(trim(class)), '') END

-- name: class_words_fault
CASE WHEN class NOT IN ({classes}) AND nullif(lower(trim(class)), '') NOT IN ({classes}) THEN 'class_unknown' END

-- name: class_table_join
LEFT JOIN (
    SELECT luokka, arg_max(class_table.class, strlen(class_table.prefix)) AS class_found
    FROM (SELECT luokka, trim(unnest(
              CASE WHEN starts_with(luokka, '084') THEN regexp_extract_all(luokka, '(?:^|;)084a([^;]*)', 1)
                   ELSE [luokka] END)) AS one
          FROM (SELECT DISTINCT class AS luokka FROM judged WHERE class IS NOT NULL))
    JOIN class_table ON starts_with(one, class_table.prefix)
    GROUP BY luokka) ON luokka = judged.class

-- name: unended
SELECT loan_year, min(file) FROM reported WHERE left_out IS NULL AND loan_year >= $this_year
GROUP BY loan_year ORDER BY loan_year LIMIT 1

-- name: sums
SELECT left_out, reason, CAST(sum(rows) AS BIGINT), CAST(sum(loans) AS BIGINT)
FROM settled GROUP BY left_out, reason ORDER BY left_out, reason

-- name: years
SELECT DISTINCT loan_year FROM settled WHERE left_out IS NULL AND reason IS NULL ORDER BY loan_year

-- name: rows_by_file
SELECT file, CAST(sum(rows) AS BIGINT) FROM reported GROUP BY file

-- name: library_name
-- What every database can keep: no control characters, at most 200 characters.
CREATE TEMP MACRO library_name(written) AS
    nullif(trim(left(trim(regexp_replace(written, '\p{Cc}+', '', 'g')), 200)), '')

-- name: coverage
SELECT coalesce(library_name(library), library_name($source), '') AS system, loan_year,
       CAST(sum(rows) AS BIGINT), CAST(sum(loans) AS BIGINT), bit_or(months)
FROM reported
WHERE left_out IS NULL AND refused IS NULL AND fault IS NULL AND loan_year IS NOT NULL
      AND ($year IS NULL OR loan_year = $year)
GROUP BY ALL ORDER BY ALL

-- name: counts
SELECT title_isbn AS isbn, members, loan_year, medium, class, loans
FROM settled WHERE left_out IS NULL AND reason IS NULL ORDER BY isbn

-- name: refused
SELECT isbn, reason, CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(loans) AS BIGINT) AS loans
FROM settled WHERE reason IS NOT NULL GROUP BY isbn, reason ORDER BY isbn NULLS FIRST, reason

-- name: titles
SELECT CAST(one.isbn AS BIGINT) AS isbn, coalesce(titled.title, '') AS title, coalesce(titled.author, '') AS author
FROM (SELECT DISTINCT file, isbn, title_isbn, members FROM judged WHERE title_isbn IS NOT NULL) AS known
JOIN titled ON titled.file = known.file AND titled.isbn IS NOT DISTINCT FROM known.isbn
CROSS JOIN unnest(string_split(coalesce(members, CAST(title_isbn AS VARCHAR)), ' ')) AS one(isbn)
GROUP BY one.isbn, titled.title, titled.author
QUALIFY row_number() OVER (PARTITION BY one.isbn
                           ORDER BY sum(titled.rows) DESC, titled.title NULLS LAST, titled.author NULLS LAST) = 1
ORDER BY isbn

-- name: no_titles
SELECT CAST(NULL AS BIGINT) AS isbn, '' AS title, '' AS author WHERE false

-- name: row_by_row
CREATE TEMP TABLE grouped AS
SELECT row_number() OVER () + 1 AS line, file, isbn, CAST(NULL AS BIGINT) AS thirteen, loan_year_of(year) AS loan_year, medium, class,
       fault, left_out, refused, 1 AS rows, number AS loans,
       year AS year_written, medium AS medium_written, class AS class_written, loans AS loans_written,
       renewals, library, title, author
FROM ({numbered})

-- name: titled_row_by_row
CREATE OR REPLACE TEMP VIEW titled AS
SELECT file, isbn, title, author, count(*) AS rows FROM grouped WHERE left_out IS NULL AND refused IS NULL GROUP BY ALL

-- name: refused_rows
SELECT line, reason, isbn, year_written, medium_written, class_written, loans_written, renewals, library, title, author
FROM ({with_reason}) WHERE reason IS NOT NULL ORDER BY line

-- name: grouped_by_library
-- Thirteen digits as a number, as the quick way has them; only where no title is looked up by what was written.
CREATE TEMP TABLE grouped AS
SELECT file, CASE WHEN bare THEN NULL ELSE isbn END AS isbn, CASE WHEN bare THEN CAST(isbn AS BIGINT) END AS thirteen,
       loan_year_of(year) AS loan_year, medium, class, fault, left_out, refused, library, rows, loans
FROM (SELECT file, isbn, NOT {keeps_written} AND coalesce(regexp_full_match(isbn, '[0-9]{{13}}'), false) AS bare,
             year, medium, class, fault, left_out, refused, library, count(*) AS rows, CAST(sum(number) AS BIGINT) AS loans
      FROM ({numbered}) GROUP BY ALL)

-- name: titled_by_library
CREATE TEMP TABLE titled AS
SELECT file, isbn, title, author, count(*) AS rows FROM ({numbered}) WHERE left_out IS NULL AND refused IS NULL GROUP BY ALL

-- name: by_library
SELECT title_isbn AS title, members, loan_year, medium,
       coalesce(library_name(library), library_name($source), '') AS library, CAST(sum(loans) AS BIGINT) AS loans
FROM ({with_reason}) WHERE left_out IS NULL AND reason IS NULL GROUP BY ALL

-- name: without_isbn
CREATE OR REPLACE TEMP TABLE without_isbn AS
SELECT DISTINCT file, coalesce(isbn, '') AS isbn FROM judged
WHERE isbn_fault IS NOT NULL AND left_out IS NULL AND refused IS NULL AND fault IS NULL

-- name: named_without_isbn
-- The rows again, with title and library, of the titles that have no usable ISBN: nothing else may be wrong with them.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT file, CAST(NULL AS VARCHAR) AS isbn, CAST(NULL AS BIGINT) AS thirteen, loan_year_of(year) AS loan_year,
       medium, class, fault, left_out, refused, rows, loans, CAST(NULL AS BIGINT) AS title_isbn,
       CAST(NULL AS VARCHAR) AS members, CAST(NULL AS VARCHAR) AS isbn_fault, title, author, library
FROM (SELECT numbered.file, year, medium, class, fault, left_out, refused, title, author, library,
             count(*) AS rows, CAST(sum(number) AS BIGINT) AS loans
      FROM ({numbered}) AS numbered
      JOIN without_isbn ON without_isbn.file = numbered.file AND without_isbn.isbn = coalesce(numbered.isbn, '')
      WHERE fault IS NULL AND left_out IS NULL AND refused IS NULL AND coalesce(title, '') <> ''
      GROUP BY ALL)

-- name: named_settled
CREATE OR REPLACE TEMP TABLE named AS
SELECT coalesce(title, '') AS title, coalesce(author, '') AS author, loan_year, medium, class,
       coalesce(library_name(library), library_name($source), '') AS library,
       CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(loans) AS BIGINT) AS loans
FROM ({with_reason}) WHERE reason IS NULL GROUP BY ALL

-- name: to_be_keyed
SELECT DISTINCT title, author, coalesce(medium, 'physical') AS medium FROM named

-- name: unmatched
-- `keyed` (title, author, medium, key, author_key): what names an unmatched work in every file.
WITH every AS (
    SELECT keyed.key, keyed.author_key, named.* FROM named
    JOIN keyed ON keyed.title = named.title AND keyed.author = named.author
              AND keyed.medium = coalesce(named.medium, 'physical')
    WHERE keyed.key <> ''
),
said AS (
    SELECT key, title, author FROM every GROUP BY key, title, author
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY sum(rows) DESC, title, author) = 1
)
SELECT every.key, said.title, said.author, every.author_key, loan_year, medium, class, library,
       CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(loans) AS BIGINT) AS loans
FROM every JOIN said ON said.key = every.key
GROUP BY every.key, said.title, said.author, every.author_key, loan_year, medium, class, library
ORDER BY every.key, loan_year, medium NULLS FIRST, class NULLS FIRST, library
