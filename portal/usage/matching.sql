-- Which work a lent title belongs to. Tables: `lent` (lent, year, and the keys of usage/matching.py) and
-- `lent_isbn` (lent, isbn); `known` (item, work, and the same) and
-- `known_isbn` (item, isbn, kind). Texts are keys of kernel/title_parts, never NULL; years are 0 when not said.
-- Kept so plain that another engine can carry it: joins on equal keys, levenshtein, starts_with, windows.

-- name: by_isbn
-- Tier 1. The edition's own ISBN comes before the one of a set that it belongs to.
SELECT lent, work, min(item) AS item, CASE WHEN min(place) = 0 THEN 'isbn' ELSE 'set' END AS reason
FROM (SELECT lent_isbn.lent, known.work, known.item, CASE WHEN known_isbn.kind = 'edition' THEN 0 ELSE 1 END AS place,
             min(CASE WHEN known_isbn.kind = 'edition' THEN 0 ELSE 1 END) OVER (PARTITION BY lent_isbn.lent) AS best
      FROM lent_isbn
      JOIN known_isbn ON known_isbn.isbn = lent_isbn.isbn AND known_isbn.kind <> 'cancelled'
      JOIN known ON known.item = known_isbn.item) AS found
WHERE place = best
GROUP BY lent, work

-- name: candidates
-- Tier 2, every pair that shares a key. `asked` are the lent titles that no ISBN links.
SELECT DISTINCT asked.lent, known.item, known.work
FROM asked JOIN known ON known.look = asked.look WHERE asked.look <> ''
UNION
SELECT DISTINCT asked.lent, known.item, known.work
FROM asked JOIN known ON known.whole = asked.whole WHERE asked.whole <> ''
UNION
SELECT DISTINCT asked.lent, known.item, known.work
FROM asked JOIN known ON known.name = asked.name WHERE asked.name <> '' AND asked.stem <> ''
UNION
SELECT DISTINCT asked.lent, known.item, known.work
FROM asked JOIN known ON known.surname = asked.surname AND substr(known.given, 1, 1) = substr(asked.given, 1, 1)
WHERE asked.surname <> '' AND asked.stem <> ''
UNION
-- Both misspelt: the titles begin, or end, alike, and so do the names.
SELECT DISTINCT asked.lent, known.item, known.work
FROM asked JOIN known ON substr(known.look, 1, 5) = substr(asked.look, 1, 5)
                     AND substr(known.surname, 1, 1) = substr(asked.surname, 1, 1)
WHERE asked.surname <> '' AND length(asked.stem) >= 9
UNION
SELECT DISTINCT asked.lent, known.item, known.work
FROM asked JOIN known ON right(known.look, 5) = right(asked.look, 5)
                     AND substr(known.surname, 1, 1) = substr(asked.surname, 1, 1)
WHERE asked.surname <> '' AND length(asked.stem) >= 9

-- name: compared
-- How the two agree. Numbers in a title are never misspelt ones: they must be the same.
SELECT lent, item, work,
       CASE WHEN l_whole = k_whole THEN 'whole'
            WHEN l_stem = k_stem THEN 'same'
            WHEN l_numbers <> k_numbers THEN 'other'
            WHEN letters >= 20 AND length(l_stem) * 10 >= length(k_stem) * 6 AND starts_with(k_stem, l_stem)
                 AND substr(k_stem, length(l_stem) + 1, 1) <> ' ' THEN 'cut'
            WHEN apart <= CASE WHEN letters < 6 THEN 0 WHEN letters < 16 THEN 1
                               WHEN letters < 30 THEN 2 ELSE 3 END THEN 'close'
            WHEN letters >= 6 AND apart = 2 AND l_letters = k_letters THEN 'close'
            ELSE 'other' END AS title,
       CASE WHEN l_name = '' OR k_name = '' THEN 'unsaid'
            WHEN l_name = k_name THEN 'same'
            WHEN l_surname = k_surname AND (l_given = '' OR k_given = '') THEN 'surname'
            WHEN l_surname = k_surname AND substr(l_given, 1, 1) = substr(k_given, 1, 1)
                 AND (length(l_given) = 1 OR length(k_given) = 1 OR substr(l_given, 2, 1) = ' ' OR substr(k_given, 2, 1) = ' '
                      OR starts_with(l_given, k_given || ' ') OR starts_with(k_given, l_given || ' ')) THEN 'initials'
            -- Of one family: Kai is not Kari, nor Kari Mari.
            WHEN l_surname = k_surname AND (substr(l_given, 1, 1) <> substr(k_given, 1, 1)
                                            OR least(length(l_given), length(k_given)) <= 3) THEN 'other'
            WHEN least(length(l_name), length(k_name)) >= 6
                 AND levenshtein(l_name, k_name) <= CASE WHEN least(length(l_name), length(k_name)) < 9 THEN 1 ELSE 2 END
                 THEN 'close'
            WHEN levenshtein(l_surname, k_surname) <= 1 AND length(l_surname) >= 5 AND l_given = k_given THEN 'close'
            WHEN length(l_name) >= 8 AND starts_with(k_name, l_name) THEN 'cut'
            ELSE 'other' END AS name,
       CASE WHEN l_volume = k_volume THEN 'same' ELSE 'other' END AS volume,
       CASE WHEN l_rest = k_rest THEN 'same' WHEN l_rest = '' OR k_rest = '' THEN 'unsaid'
            WHEN starts_with(l_rest, k_rest) OR starts_with(k_rest, l_rest) THEN 'same'
            WHEN levenshtein(l_rest, k_rest) <= CASE WHEN least(length(l_rest), length(k_rest)) < 5 THEN 0
                 WHEN least(length(l_rest), length(k_rest)) < 16 THEN 2 ELSE 4 END THEN 'same'
            ELSE 'other' END AS rest,
       CASE WHEN l_year = 0 OR k_year = 0 OR k_year <= l_year THEN 'fits' ELSE 'later' END AS year,
       letters
FROM (SELECT candidate.lent, candidate.item, candidate.work,
             asked.stem AS l_stem, known.stem AS k_stem, asked.whole AS l_whole, known.whole AS k_whole,
             asked.letters AS l_letters, known.letters AS k_letters, asked.name AS l_name, known.name AS k_name,
             asked.surname AS l_surname, known.surname AS k_surname, asked.given AS l_given, known.given AS k_given,
             asked.volume AS l_volume, known.volume AS k_volume, asked.rest AS l_rest, known.rest AS k_rest,
             asked.numbers AS l_numbers, known.numbers AS k_numbers, asked.year AS l_year, known.year AS k_year,
             least(length(asked.stem), length(known.stem)) AS letters,
             CASE WHEN asked.look = known.look THEN 0
                  WHEN abs(length(asked.look) - length(known.look)) > 3 THEN 99
                  ELSE levenshtein(asked.look, known.look) END AS apart
      FROM candidate JOIN asked ON asked.lent = candidate.lent JOIN known ON known.item = candidate.item) AS pair

-- name: ruled
-- The rule that a pair keeps, the surest first; pairs that keep none are nobody's.
SELECT lent, item, work, title, name, rest,
       CASE WHEN title = 'whole' AND name IN ('same', 'initials') THEN 1
            WHEN title = 'same' AND name IN ('same', 'initials') THEN 2
            WHEN title IN ('whole', 'same') AND name IN ('surname', 'close', 'cut') AND letters >= 6 THEN 3
            WHEN title = 'cut' AND name IN ('same', 'initials') THEN 4
            WHEN title = 'close' AND name IN ('same', 'initials') THEN 5
            WHEN title = 'close' AND name = 'close' AND letters >= 9 THEN 6
            WHEN title IN ('whole', 'same') AND name = 'unsaid' AND letters >= 12 THEN 7 END AS rule
FROM compared
WHERE year = 'fits' AND (title = 'whole' OR (volume = 'same' AND rest <> 'other'))

-- name: by_keys
-- A lent title that fits two works under its surest rule belongs, for all that the keys say, to neither.
SELECT lent, min(work) AS work, min(item) AS item, min(rule) AS rule,
       min(title) AS title, min(name) AS name, min(rest) AS rest
FROM (SELECT *, min(rule) OVER (PARTITION BY lent) AS best FROM ruled WHERE rule IS NOT NULL) AS every
WHERE rule = best
GROUP BY lent HAVING count(DISTINCT work) = 1

-- name: lent_counted
-- What was lent under ISBNs: a title group is one. `batch` are the counts of the imports, `titled` what files say.
CREATE OR REPLACE TEMP TABLE lent_every AS
WITH summed AS (
    SELECT isbn, members, loan_year, CAST(sum(loans) AS BIGINT) AS loans FROM batch
    WHERE $year IS NULL OR loan_year = $year GROUP BY isbn, members, loan_year
),
said AS (
    SELECT isbn, min(title) AS title, min(author) AS author FROM titled WHERE title <> '' GROUP BY isbn
)
SELECT 'isbn:' || coalesce(members, CAST(summed.isbn AS VARCHAR)) AS key,
       coalesce(members, CAST(summed.isbn AS VARCHAR)) AS isbns,
       coalesce(said.title, '') AS title, coalesce(said.author, '') AS author, loan_year, loans
FROM summed LEFT JOIN said ON said.isbn = summed.isbn

-- name: lent_unmatched
INSERT INTO lent_every
SELECT 'unmatched:' || key, '', min(title), min(author), loan_year, CAST(sum(loans) AS BIGINT) FROM works
WHERE $year IS NULL OR loan_year = $year GROUP BY key, loan_year

-- name: lent
CREATE OR REPLACE TEMP TABLE lent AS
SELECT CAST(row_number() OVER (ORDER BY key) AS BIGINT) AS lent, key, min(isbns) AS isbns, min(title) AS title,
       min(author) AS author, min(loan_year) AS year FROM lent_every GROUP BY key

-- name: lent_isbn
CREATE OR REPLACE TEMP TABLE lent_isbn AS
SELECT lent, CAST(one.isbn AS BIGINT) AS isbn
FROM lent CROSS JOIN unnest(string_split(isbns, ' ')) AS one(isbn) WHERE isbns <> ''

-- name: as_libraries_write
-- The title and author that the libraries' own files have for an edition: how they will write it again.
SELECT DISTINCT known.work, titled.isbn, titled.title, titled.author
FROM titled JOIN known_isbn ON known_isbn.isbn = titled.isbn AND known_isbn.kind = 'edition'
JOIN known ON known.item = known_isbn.item
WHERE titled.title <> '' AND titled.author <> ''
ORDER BY known.work, titled.isbn, titled.title, titled.author

-- name: to_be_asked
SELECT lent.lent, lent.title, lent.author, lent.year FROM lent
WHERE lent.title <> '' AND lent.lent NOT IN (SELECT by_isbn.lent FROM by_isbn)

-- name: evidence
-- Why each count belongs to each work. `claimed` (isbn); `claimed_work` (work); `decided` (key, isbn, tier): what a
-- person said of loans without an ISBN; `scored` (lent, item, work, weight_ppm): what tier 3 thinks.
WITH taken AS (
    SELECT DISTINCT lent_isbn.lent FROM lent_isbn JOIN claimed ON claimed.isbn = lent_isbn.isbn
),
isbn_one AS (
    SELECT lent, min(work) AS work, min(item) AS item, min(reason) AS reason FROM by_isbn
    GROUP BY lent HAVING count(DISTINCT work) = 1
),
linked AS (
    SELECT lent, work, item, 1 AS tier, reason, CAST(NULL AS BIGINT) AS weight_ppm FROM isbn_one
    UNION ALL
    SELECT lent, work, item, 2, 'title_' || title || ' name_' || name || ' subtitle_' || rest, NULL FROM by_keys
    UNION ALL
    SELECT lent, work, item, 3, 'probable', weight_ppm FROM scored
)
SELECT lent_every.key, lent_every.isbns, lent_every.title, lent_every.author, lent_every.loan_year, lent_every.loans,
       CASE WHEN decided.key IS NOT NULL THEN decided.tier WHEN taken.lent IS NOT NULL THEN 1 ELSE linked.tier END AS tier,
       CASE WHEN decided.key IS NULL THEN linked.work END AS work,
       CASE WHEN decided.key IS NOT NULL THEN decided.isbn ELSE known.isbn END AS isbn,
       CASE WHEN decided.key IS NOT NULL THEN 'decided'
            WHEN taken.lent IS NOT NULL AND linked.work IS NULL THEN 'isbn' ELSE coalesce(linked.reason, '') END AS reasons,
       CASE WHEN decided.key IS NULL THEN linked.weight_ppm END AS weight_ppm,
       CASE WHEN decided.key IS NOT NULL THEN CASE WHEN decided.isbn IS NULL THEN 'nobody' ELSE 'payable' END
            WHEN taken.lent IS NOT NULL THEN 'payable'
            WHEN linked.work IS NULL THEN 'unmatched'
            WHEN claimed_work.work IS NOT NULL THEN 'suggested' ELSE 'known' END AS state
FROM lent_every JOIN lent ON lent.key = lent_every.key
LEFT JOIN taken ON taken.lent = lent.lent
LEFT JOIN linked ON linked.lent = lent.lent
LEFT JOIN known ON known.item = linked.item
LEFT JOIN claimed_work ON claimed_work.work = linked.work
LEFT JOIN decided ON 'unmatched:' || decided.key = lent.key

-- name: figures
SELECT loan_year, tier, state, starts_with(key, 'unmatched:') AS without_isbn, count(*) AS titles,
       CAST(sum(loans) AS BIGINT) AS loans
FROM evidence GROUP BY loan_year, tier, state, without_isbn
ORDER BY loan_year, tier NULLS LAST, state, without_isbn
