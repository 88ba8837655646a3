--liquibase formatted sql

--changeset contracts:whole-check-in-one-query splitStatements:false
create or replace function contract_is_whole() returns trigger language plpgsql as $$
declare
    id bigint := coalesce(new.contract_id, old.contract_id);
begin
    perform from contract
    where contract_id = id
        and (item_count <> (select count(*) from contract_item where contract_id = id)
            or bid_count <> (select count(*) from contract_bid where contract_id = id));
    if found then
        raise exception 'contract % does not have the items and bids it is recorded with', id
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;
