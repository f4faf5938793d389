-- Recomputes assignment.json in SQL (PostgreSQL >= 15), for auditors who have only the database; creates nothing lasting.
-- Run from the repository root: psql -X -v ON_ERROR_STOP=1 -f libs/resolver/vectors/check.sql "$DATABASE_URL"
\set vectors `cat libs/resolver/vectors/assignment.json`

CREATE FUNCTION pg_temp.multiply32(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
-- In two halves: a product of two uint32 does not fit a bigint.
$$ SELECT ((a * (b & 65535)) + (((a * (b >> 16)) & 65535) << 16)) & 4294967295 $$;

CREATE FUNCTION pg_temp.rotate32(x bigint, r int) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT ((x << r) | (x >> (32 - r))) & 4294967295 $$;

CREATE FUNCTION pg_temp.fmix32(value bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE h bigint := value;
BEGIN
  h := pg_temp.multiply32(h # (h >> 16), 2246822507);
  h := pg_temp.multiply32(h # (h >> 13), 3266489909);
  RETURN h # (h >> 16);
END $$;

CREATE FUNCTION pg_temp.murmur3(words text, seed bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  bytes bytea := convert_to(words, 'UTF8');
  size int := length(bytes);
  h bigint := seed;
  k bigint := 0;
BEGIN
  FOR i IN 0 .. size - 1 LOOP
    k := k | (get_byte(bytes, i)::bigint << (8 * (i % 4)));
    IF i % 4 = 3 OR i = size - 1 THEN
      k := pg_temp.multiply32(pg_temp.rotate32(pg_temp.multiply32(k, 3432918353), 15), 461845907);
      h := h # k;
      IF i % 4 = 3 THEN h := (pg_temp.rotate32(h, 13) * 5 + 3864292196) & 4294967295; END IF;
      k := 0;
    END IF;
  END LOOP;
  RETURN pg_temp.fmix32(h # size);
END $$;

CREATE FUNCTION pg_temp.variant_of(x bigint, shares jsonb, traffic_share float8, range_from float8, range_to float8)
RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  total float8 := 0;
  slice_start bigint := floor(range_from * 4294967296);
  last bigint := floor(range_to * 4294967296);
  slice_end bigint;
BEGIN
  FOR i IN 0 .. jsonb_array_length(shares) - 1 LOOP
    total := total + (shares ->> i)::float8;
    slice_end := CASE WHEN i = jsonb_array_length(shares) - 1 THEN last
                 ELSE least(last, floor((range_from + total * (range_to - range_from)) * 4294967296)::bigint) END;
    IF x >= slice_start AND x < slice_start + floor((slice_end - slice_start) * traffic_share)::bigint THEN RETURN i; END IF;
    slice_start := slice_end;
  END LOOP;
  RETURN -1;
END $$;

CREATE TEMP TABLE checked AS
SELECT 'hash' AS kind, row_value, pg_temp.murmur3(row_value ->> 'text', (row_value ->> 'seed')::bigint) = (row_value ->> 'hash')::bigint AS same
FROM jsonb_array_elements(:'vectors'::jsonb -> 'hashes') AS row_value
UNION ALL
SELECT 'assignment', row_value,
  h = (row_value ->> 'hash')::bigint AND x = (row_value ->> 'position')::bigint
  AND pg_temp.variant_of(x, row_value -> 'shares', (row_value ->> 'trafficShare')::float8,
        (row_value #>> '{range,0}')::float8, (row_value #>> '{range,1}')::float8) = (row_value ->> 'variant')::int
FROM jsonb_array_elements(:'vectors'::jsonb -> 'assignments') AS row_value,
  LATERAL (SELECT pg_temp.murmur3(row_value ->> 'conversationId', 0) AS h) AS first_stage,
  LATERAL (SELECT pg_temp.fmix32(h # pg_temp.murmur3(row_value ->> 'salt', 0)) AS x) AS second_stage;

SELECT kind, count(*) AS rows, count(*) FILTER (WHERE same IS NOT TRUE) AS wrong FROM checked GROUP BY kind ORDER BY kind;
DO $$ BEGIN
  IF EXISTS (SELECT FROM checked WHERE same IS NOT TRUE) THEN RAISE EXCEPTION 'assignment vectors differ'; END IF;
END $$;
