-- The ISBN check of portal/kernel/isbn.py in SQL, for millions of strings; a property test holds the two together.

-- name: code_of
CREATE TEMP MACRO code_of(written) AS
    CASE WHEN regexp_full_match(written, '[0-9]+') THEN written
         ELSE upper(regexp_replace(
             coalesce(written, ''),
             '[\t\n\x0b\f\r\x1c-\x1f \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\-\x{ad}\x{2010}-\x{2015}\x{2212}]+',
             '', 'g')) END

-- name: check_13
CREATE TEMP MACRO check_13(twelve) AS
    (10 - (twelve // 100000000000 % 10 + twelve // 1000000000 % 10 + twelve // 10000000 % 10
         + twelve // 100000 % 10 + twelve // 1000 % 10 + twelve // 10 % 10
         + 3 * (twelve // 10000000000 % 10 + twelve // 100000000 % 10 + twelve // 1000000 % 10
              + twelve // 10000 % 10 + twelve // 100 % 10 + twelve % 10)) % 10) % 10

-- name: check_11
CREATE TEMP MACRO check_11(nine) AS
    (11 - (10 * (nine // 100000000 % 10) + 9 * (nine // 10000000 % 10) + 8 * (nine // 1000000 % 10)
         + 7 * (nine // 100000 % 10) + 6 * (nine // 10000 % 10) + 5 * (nine // 1000 % 10)
         + 4 * (nine // 100 % 10) + 3 * (nine // 10 % 10) + 2 * (nine % 10)) % 11) % 11

-- name: last_of
CREATE TEMP MACRO last_of(code) AS
    CASE WHEN ends_with(code, 'X') THEN 10 ELSE CAST(right(code, 1) AS BIGINT) END

-- name: fault_13
CREATE TEMP MACRO fault_13(number) AS
    CASE WHEN number // 10000000000 = 977 THEN 'issn'
         WHEN number // 10000000000 NOT IN (978, 979) OR number // 1000000000 = 9790 THEN
             CASE WHEN check_13(number // 10) <> number % 10 THEN 'check_digit'
                  WHEN number // 1000000000 = 9790 THEN 'ismn' ELSE 'ean' END
         WHEN number % 10000000 = 0 THEN 'rounded'
         WHEN check_13(number // 10) <> number % 10 THEN 'check_digit' END

-- name: number_of
CREATE TEMP MACRO number_of(code) AS
    CASE WHEN regexp_full_match(code, '[0-9]{13}') THEN CAST(code AS BIGINT) END

-- name: nine_of
CREATE TEMP MACRO nine_of(code) AS
    CASE WHEN strlen(code) = 10 AND regexp_full_match(code, '[0-9]{9}[0-9X]') THEN CAST(left(code, 9) AS BIGINT) END

-- name: number_from
CREATE TEMP MACRO number_from(nine) AS (978000000000 + nine) * 10 + check_13(978000000000 + nine)

-- name: fault_10
CREATE TEMP MACRO fault_10(nine, code) AS CASE WHEN check_11(nine) <> last_of(code) THEN 'check_digit' END

-- name: fault_short
CREATE TEMP MACRO fault_short(code) AS
    CASE WHEN code = '' THEN 'empty'
         WHEN NOT regexp_full_match(code, '[0-9]*X?') THEN 'characters'
         WHEN strlen(code) = 8 THEN
             CASE WHEN check_11(CAST(left(code, 7) AS BIGINT)) = last_of(code) THEN 'issn' ELSE 'length' END
         WHEN strlen(code) = 13 THEN 'characters'
         ELSE 'length' END

-- name: fault_of
CREATE TEMP MACRO fault_of(code) AS
    CASE WHEN number_of(code) IS NOT NULL THEN fault_13(number_of(code))
         WHEN nine_of(code) IS NOT NULL THEN fault_10(nine_of(code), code)
         ELSE fault_short(code) END

-- name: isbn_of
CREATE TEMP MACRO isbn_of(code) AS
    CASE WHEN fault_of(code) IS NULL THEN coalesce(number_of(code), number_from(nine_of(code))) END
