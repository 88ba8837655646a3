--liquibase formatted sql

--changeset contracts:dead-letter-sizes
alter table dead_letter
    add column kept boolean not null default true,
    add column key_bytes integer,
    add column value_bytes integer;
comment on column dead_letter.kept is 'False where key or value are too large for this table: then they are only on the topic, and null here.';
comment on column dead_letter.key_bytes is 'The length of the key on the topic; null without a key, and in rows that an earlier release wrote. The same for value_bytes.';
