--liquibase formatted sql

--changeset contracts:open-terms splitStatements:false
-- What open contracts are found by, apart from all that ended: so a search of open contracts costs the same however long the
-- history is. Each term has its contracts in the order of each sort; each filter that names a value is a term.
create table open_term (
    contract_id  bigint           not null,
    term         text collate "C" not null,
    price        numeric          not null,
    date_issued  timestamptz      not null,
    date_expired timestamptz      not null,
    primary key (contract_id, term)
) with (autovacuum_vacuum_scale_factor = 0.05);
-- The table is new: no other session uses it yet.
create index open_term_by_issue on open_term (term, date_issued, contract_id);
create index open_term_by_expiry on open_term (term, date_expired, contract_id);
create index open_term_by_price on open_term (term, price, contract_id);
comment on table open_term is 'What a contract is found by as long as it is open and not expired: "*" for every contract, "@10000002" for its region, "=auction" for its type, "#34" for an item of type 34, "gila" for a word of its title. Written by triggers; refill_terms() rewrites it.';
comment on column open_term.price is '-1 for a contract without a price: it has a place in the order that a cursor can name.';

-- One plan is right for any size of the tables, also when it was made while they were empty; making it takes longer than what
-- it does.
create function add_terms(ids bigint[]) returns void language plpgsql
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
    set enable_mergejoin = off set jit = off
as $$
begin
    with found as materialized (
        select contract_id, coalesce(price, -1) as price, date_issued, date_expired,
            status = 'OPEN' and date_expired > now() as is_open, term
        from contract, lateral (
            select title_words(title)
            union all select distinct '#' || type_id from contract_item where contract_item.contract_id = contract.contract_id
            union all select '@' || region_id union all select '=' || type union all select '*') as each(term)
        where contract_id = any(ids)
    ),
    history as (
        insert into contract_term (term, date_issued, contract_id)
        select term, date_issued, contract_id from found where term !~ '^[*@=]'
        on conflict do nothing
    )
    insert into open_term (contract_id, term, price, date_issued, date_expired)
    select contract_id, term, price, date_issued, date_expired from found where is_open
    on conflict do nothing;
end
$$;
comment on function add_terms is 'Writes what these contracts are found by, where it is missing.';

create function renew_terms(ids bigint[]) returns void language plpgsql
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set jit = off
as $$
begin
    -- None is closed between here and the commit.
    perform from contract where contract_id = any(ids) and status = 'OPEN' order by contract_id for no key update;
    delete from open_term where contract_id = any(ids);
    perform add_terms(ids);
end
$$;

-- Whatever release stores a contract: what it is found by comes with it. Items come after their contract.
create function contract_terms_added() returns trigger language plpgsql as $$
declare
    ids bigint[];
begin
    if tg_table_name = 'contract' then
        ids := array(select contract_id from written where item_count = 0);
    else
        ids := array(select distinct contract_id from written);
    end if;
    if ids <> '{}' then
        perform add_terms(ids);
    end if;
    return null;
end
$$;
create trigger contract_terms_added after insert on contract
    referencing new table as written for each statement execute function contract_terms_added();
create trigger contract_terms_added after insert on contract_item
    referencing new table as written for each statement execute function contract_terms_added();

create function open_terms_changed() returns trigger language plpgsql as $$
begin
    if new.status = 'OPEN' then
        perform renew_terms(array[new.contract_id]);
    else
        delete from open_term where contract_id = new.contract_id;
    end if;
    return null;
end
$$;
create trigger open_terms_changed after update on contract for each row
    when ((old.status, old.region_id, old.type, old.price, old.date_issued, old.date_expired, old.title)
        is distinct from (new.status, new.region_id, new.type, new.price, new.date_issued, new.date_expired, new.title))
    execute function open_terms_changed();

--changeset contracts:refill-terms splitStatements:false
create procedure refill_terms(only_open boolean) language plpgsql
as $$
declare
    ids bigint[];
    reached bigint := 0;
begin
    loop
        ids := array(select contract_id from contract
            where contract_id > reached and (not only_open or status = 'OPEN' and date_expired > now())
            order by contract_id limit 1000);
        exit when ids = '{}';
        perform renew_terms(ids);
        reached := ids[cardinality(ids)];
        commit;
    end loop;
end
$$;
comment on procedure refill_terms is 'Rewrites what contracts are found by, a thousand contracts a transaction, while the services run: of all contracts, or only of open ones.';

--changeset contracts:open-terms-filled runInTransaction:false
call refill_terms(true);
