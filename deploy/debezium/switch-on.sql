-- From the relay to Debezium. Run when no worker runs and the outbox is empty; README.md tells the order.
begin;
lock table outbox in exclusive mode;
do $$
begin
    if exists (select from outbox) then
        raise exception 'the outbox is not empty: let the relay finish first';
    end if;
end
$$;

create publication contract_outbox for table outbox with (publish = 'insert');

-- Debezium reads the WAL, not the table: a row may go in the transaction that wrote it. Not so while there is no slot
-- that keeps the WAL: then rows stay, and nothing is lost.
create function outbox_leave_to_the_log() returns trigger language plpgsql as $$
begin
    if exists (select from pg_replication_slots where slot_name = 'contract_outbox') then
        delete from outbox where event_id = new.event_id;
    end if;
    return null;
end
$$;
create trigger outbox_leave_to_the_log after insert on outbox for each row execute function outbox_leave_to_the_log();
commit;
