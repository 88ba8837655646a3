set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '1GB';
set work_mem = '256MB';
select setseed(0.5);
-- Contracts are distributed like real ones: a few large regions; some types and words in many contracts, most in few.
-- Popular types are even more frequent in the history. The ids of open contracts are among the latest closed ones.
create temp table made as
select case when ${closed} = 0 then k else greatest(${closed} - 3 * ${open}, 0) + 4 * k end as id, 'OPEN' as status,
    now() - (${open} - k) * interval '28 days' / ${open} as issued,
    now() + (1 + 26 * random()) * interval '1 day' as expired, random() as region, random() as luck, random() as titled,
    random() as word, 3.0 as skew
from generate_series(1, ${open}) as k;
create temp table dropped as
select indexdef from pg_indexes where tablename in ('contract', 'contract_term', 'contract_item') and indexname not like '%pkey';
do $$ begin
    execute (select 'drop index ' || string_agg(indexname, ', ') from pg_indexes
        where tablename in ('contract', 'contract_term', 'contract_item') and indexname not like '%pkey');
end $$;
alter table contract_term drop constraint contract_term_pkey;
insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired, price,
    title, item_count, bid_count, status, closed_reason, version, content_hash, observed_at, fetched_at, volume,
    start_location_id, end_location_id, for_corporation)
select id, 10000001 + floor(70 * region ^ 4), type, 90000000 + id % 50000, 98000000 + id % 3000, issued, expired,
    case when type <> 'courier' then round((10 ^ (4 + 6 * luck))::numeric, 2) end,
    case when titled < 0.4 then (array['Gila', 'Tengu fitted', 'PLEX', 'mining barge', 'abyssal module', 'Raven navy',
            'blueprint copies', 'cheap'])[1 + floor(8 * word ^ 2)] || ' ' || floor(titled * 2500) else '' end,
    1, 0, status, case status when 'CLOSED' then 'NOT_LISTED' end, 1, sha256(id::text::bytea), issued, issued, 5.0, 60003760,
    60003760, false
from (select *, case when luck < 0.08 then 'courier' when luck < 0.15 then 'auction' else 'item_exchange' end as type
    from (select id, 'CLOSED' as status, now() - (${closed} - id + 1) * interval '5 years' / (${closed} + 1) as issued,
            now() - (${closed} - id) * interval '5 years' / (${closed} + 1) as expired, random() as region, random() as luck,
            random() as titled, random() as word
        from generate_series(1, ${closed} - 3 * ${open}) as id) as old) as ended;
insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued, date_expired, price,
    title, item_count, bid_count, status, closed_reason, version, content_hash, observed_at, fetched_at, volume,
    start_location_id, end_location_id, for_corporation)
select id, 10000001 + floor(70 * region ^ 4), type, 90000000 + id % 50000, 98000000 + id % 3000, issued, expired,
    case when type <> 'courier' then round((10 ^ (4 + 6 * luck))::numeric, 2) end,
    case when titled < 0.4 then (array['Gila', 'Tengu fitted', 'PLEX', 'mining barge', 'abyssal module', 'Raven navy',
            'blueprint copies', 'cheap'])[1 + floor(8 * word ^ 2)] || ' ' || floor(titled * 2500) else '' end,
    1, 0, status, case status when 'CLOSED' then 'NOT_LISTED' end, 1, sha256(id::text::bytea), issued, issued, 5.0, 60003760,
    60003760, false
from (select *, case when luck < 0.08 then 'courier' when luck < 0.15 then 'auction' else 'item_exchange' end as type
    from (select id, status, issued, expired, region, luck, titled, word from made
        union all
        select id + after, 'CLOSED', issued, now() - random() * interval '1 day', random(), random(), random(), random()
        from made, generate_series(1, 3) as after where ${closed} > 0) as latest) as mixed
order by id;
insert into contract_item (contract_id, record_id, type_id, quantity, is_included)
select contract_id, contract_id, 1 + floor(5000 * (case status when 'OPEN' then luck else random() end)
    ^ case status when 'OPEN' then 3 else 4 end), 1, true
from contract left join (select id, word as luck from made) as made on id = contract_id;
insert into contract_term (term, date_issued, contract_id)
select '#' || type_id, date_issued, contract_id from contract_item join contract using (contract_id) where status = 'CLOSED';
insert into contract_term (term, date_issued, contract_id)
select regexp_split_to_table(lower(title), ' '), date_issued, contract_id from contract
where title <> '' and status = 'CLOSED';
alter table contract_term add primary key (term, date_issued, contract_id);
do $$ declare
    each text;
begin
    for each in select indexdef from dropped loop
        execute each;
    end loop;
end $$;
vacuum (analyze) contract, contract_item, contract_term;
select add_terms(array(select contract_id from contract where status = 'OPEN'));
vacuum (analyze) open_term
