-- Switches from Debezium back to the relay. Run it while no worker runs, after Debezium has caught up and was stopped.
begin;
drop trigger outbox_leave_to_the_log on outbox;
drop function outbox_leave_to_the_log();
drop publication contract_outbox;
select pg_drop_replication_slot('contract_outbox');
commit;
