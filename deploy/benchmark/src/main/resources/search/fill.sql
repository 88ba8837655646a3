set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '256MB';
select setseed(0.5);
-- Spread like real ones: few large regions, one in ten still open, some types and words in many, most in few.
insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired, price,
    title, item_count, bid_count, status, closed_reason, version, content_hash, observed_at, fetched_at, volume,
    start_location_id, end_location_id, for_corporation)
select id, 10000001 + floor(70 * region ^ 4), type, 90000000 + id % 50000, 98000000 + id % 3000, issued,
    issued + (1 + id % 28) * interval '1 day',
    case when type <> 'courier' then round((10 ^ (4 + 6 * luck))::numeric, 2) end,
    case when titled < 0.4 then (array['Gila', 'Tengu fitted', 'PLEX', 'mining barge', 'abyssal module', 'Raven navy',
            'blueprint copies', 'cheap'])[1 + floor(8 * word ^ 2)] || ' ' || id % 1000 else '' end,
    2, 0, case when id > ${n} * 0.9 then 'OPEN' else 'CLOSED' end, case when id <= ${n} * 0.9 then 'NOT_LISTED' end, 1,
    sha256(id::text::bytea), issued, issued, 5.0, 60003760, 60003760, false
from (select id, random() as region, random() as luck, random() as titled, random() as word,
    timestamptz '2026-11-01 00:00Z' - (${n} - id) * interval '1 minute' as issued,
    case when id % 13 = 0 then 'courier' when id % 11 = 0 then 'auction' else 'item_exchange' end as type
    from generate_series(1, ${n}) as id) as made;
insert into contract_item (contract_id, record_id, type_id, quantity, is_included)
select id, id * 10 + record, 1 + floor(5000 * random() ^ 3), 1, true
from generate_series(1, ${n}) as id, generate_series(1, 2) as record;
insert into contract_term (term, date_issued, contract_id)
select '#' || type_id, date_issued, contract_id from contract_item join contract using (contract_id)
union
select title_words(title), date_issued, contract_id from contract;
reset session_replication_role;
vacuum (analyze) contract;
vacuum (analyze) contract_item;
vacuum (analyze) contract_term;
checkpoint;
