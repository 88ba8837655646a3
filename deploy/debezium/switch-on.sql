-- Switches from the relay to Debezium. Run it while no worker runs and the outbox is empty; README.md lists the steps.
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

-- Debezium reads the WAL, not the table, so the transaction that inserts a row can also delete it. While no slot keeps the
-- WAL, rows are not deleted, so that no event is lost.
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
