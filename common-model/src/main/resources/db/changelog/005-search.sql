--liquibase formatted sql

--changeset contracts:search-indexes
-- A search is a merge of a few walks, one for each status and type that it allows, and each walk is a stretch of one of
-- these indexes, in either direction. So it reads what it answers and no more, however many contracts there are.
-- Without a region:
create index contract_by_issue on contract (status, type, date_issued, contract_id);
create index contract_by_expiry on contract (status, type, date_expired, contract_id);
-- A contract without a price counts as cheaper than any other: coalesce gives it a place that a cursor can name.
create index contract_by_price on contract (status, type, coalesce(price, -1), contract_id);
-- In one region:
create index contract_region_by_issue on contract (region_id, status, type, date_issued, contract_id);
create index contract_region_by_expiry on contract (region_id, status, type, date_expired, contract_id);
create index contract_region_by_price on contract (region_id, status, type, coalesce(price, -1), contract_id);
drop index contract_region;

--changeset contracts:search-terms splitStatements:false
create function title_words(title text) returns setof text language sql immutable strict parallel safe
as $$
    select distinct left(word, 60)
    from regexp_split_to_table(lower(title collate "pg_c_utf8"), '[^[:alnum:]]+') as word
    where word <> ''
    limit 50
$$;
comment on function title_words is 'The words by which a title is found: in lower case, each once, cut at 60 characters.';

create table contract_term (
    term        text collate "C" not null,
    date_issued timestamptz      not null,
    contract_id bigint           not null,
    primary key (term, date_issued, contract_id)
);
comment on table contract_term is 'What a contract is found by beside its columns, in the order of a search: "#34" for an item of type 34, "gila" for a word of its title. Written with the contract; can be made anew from contract and contract_item.';

-- ESI never changed a title or a date of issue so far; were it to, the old terms must not find the contract any more.
create function contract_terms_anew() returns trigger language plpgsql
as $$
begin
    delete from contract_term
    where contract_id = new.contract_id and date_issued = old.date_issued
        and term in (select title_words(old.title)
            union all select '#' || type_id from contract_item where contract_id = new.contract_id);
    insert into contract_term (term, date_issued, contract_id)
    select term, new.date_issued, new.contract_id
    from (select title_words(new.title) as term
        union select '#' || type_id from contract_item where contract_id = new.contract_id) as terms
    on conflict do nothing;
    return null;
end
$$;
create trigger contract_terms_anew after update on contract
    for each row when (old.title is distinct from new.title or old.date_issued is distinct from new.date_issued)
    execute function contract_terms_anew();

insert into contract_term (term, date_issued, contract_id)
select distinct '#' || type_id, date_issued, contract_id from contract_item join contract using (contract_id)
union
select title_words(title), date_issued, contract_id from contract;
drop index contract_item_type;
