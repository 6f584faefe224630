insert into site (id, base_url, bound_at) values (1, 'https://moodle.example.org', timestamp with time zone '2026-01-01 00:00:00+00');
insert into inbox (shop, event_id, event_key, body_hash, body, source, sender, received_at, state, order_id)
    values ('web', 'evt-1', 'evt-1', '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', '\x01', 'http', 'key',
        timestamp with time zone '2026-01-15 09:30:05+00', 'APPLIED', 'A-1');
insert into orders (shop, order_id, status, updated_at, status_rank, transaction_id, purchased_at, test, subscription, buyer_email, snapshot,
        plan_again, changed_at)
    values ('web', 'A-1', 'PAID', timestamp with time zone '2026-01-15 09:30:02+00', 1, 'TX-A-1', timestamp with time zone '2026-01-15 09:30:00+00', false, '',
        'office@example.org', '{"shop":"web","id":"A-1","transaction":"TX-A-1","status":"paid","updatedAt":"2026-01-15T09:30:02Z","paidAt":"2026-01-15T09:30:00Z","buyer":{"email":"office@example.org"},"lines":[{"id":"1","product":"SCI-180","quantity":2}]}', false, timestamp with time zone '2026-01-15 09:30:05+00');
insert into orders (shop, order_id, status, updated_at, status_rank, transaction_id, purchased_at, test, subscription, buyer_email, snapshot,
        plan_again, changed_at)
    values ('web', 'A-2', 'PAID', timestamp with time zone '2026-01-16 09:30:02+00', 1, 'TX-A-2', timestamp with time zone '2026-01-16 09:30:00+00', false, '',
        'office@example.org', '{"shop":"web","id":"A-2","transaction":"TX-A-2","status":"paid","updatedAt":"2026-01-16T09:30:02Z","paidAt":"2026-01-16T09:30:00Z","buyer":{"email":"office@example.org"},"lines":[{"id":"1","product":"SCI-180","quantity":2}]}', false, timestamp with time zone '2026-01-16 09:30:05+00');
insert into person (person_key, email, username, first_name, last_name, country, language, moodle_id, origin)
    values ('ana@example.org', 'ana@example.org', 'ana@example.org', 'First', 'Last', '', '', 1001, 'FOUND');
insert into person (person_key, email, username, first_name, last_name, country, language, moodle_id, origin)
    values ('bo@example.org', 'bo@example.org', 'bo@example.org', 'First', 'Last', '', '', null, 'UNSEEN');
insert into person (person_key, email, username, first_name, last_name, country, language, moodle_id, origin)
    values ('cy@example.org', 'cy@example.org', 'cy@example.org', 'First', 'Last', '', '', 1003, 'CREATED');
insert into course (field, name, same_as, moodle_id, starts_at, looked_up, due_at)
    values ('SHORTNAME', 'SCI', null, 2, null, true, timestamp with time zone '2026-01-15 09:30:05+00');
insert into entitlement (person_id, course_id, roles, starts_at, ends_at, suspended, desired_version, claimed_version, applied_version, state,
        due_at, attempts, unknowns, asked, fence)
    values (1, 1, 'student', timestamp with time zone '2026-01-15 09:30:00+00', timestamp with time zone '2026-07-14 09:30:00+00', false, 1, 1, 1, 'CLEAN',
        timestamp with time zone '2026-01-15 09:30:05+00', 0, 0, true, 1);
insert into entitlement (person_id, course_id, roles, starts_at, ends_at, suspended, desired_version, claimed_version, applied_version, state,
        due_at, attempts, unknowns, asked, fence)
    values (2, 1, 'student', timestamp with time zone '2026-01-15 09:30:00+00', timestamp with time zone '2026-07-14 09:30:00+00', false, 1, 0, 0, 'DIRTY',
        timestamp with time zone '2026-01-15 09:30:05+00', 0, 0, false, 0);
insert into entitlement (person_id, course_id, roles, starts_at, ends_at, suspended, desired_version, claimed_version, applied_version, state,
        due_at, attempts, unknowns, asked, fence)
    values (3, 1, 'student,teacher', timestamp with time zone '2026-01-16 09:30:00+00', timestamp with time zone '2026-07-15 09:30:00+00', false, 2, 1, 1, 'DIRTY',
        timestamp with time zone '2026-01-15 09:30:05+00', 0, 0, true, 1);
insert into seat (shop, order_id, line_id, kind, number, reference, product, entitlement_id, since_version, email, first_name, last_name,
        course_field, course_name, role, starts_at, length, not_before_course, start_on_assign, group_name, state, reason, changed_at)
    values ('web', 'A-1', '1', 'PAID', 1, 'AAAA-AAAA-AAAA-AAAA', 'SCI-180', 1, 1, 'ana@example.org', 'First', 'Last',
        'SHORTNAME', 'SCI', 'student', timestamp with time zone '2026-01-15 09:30:00+00', 'PT4320H', false, false, '', 'ACTIVE', '',
        timestamp with time zone '2026-01-15 09:31:00+00');
insert into seat (shop, order_id, line_id, kind, number, reference, product, entitlement_id, since_version, email, first_name, last_name,
        course_field, course_name, role, starts_at, length, not_before_course, start_on_assign, group_name, state, reason, changed_at)
    values ('web', 'A-1', '1', 'PAID', 2, 'AAAA-AAAA-AAAA-AAAB', 'SCI-180', 2, 1, 'bo@example.org', 'First', 'Last',
        'SHORTNAME', 'SCI', 'student', timestamp with time zone '2026-01-15 09:30:00+00', 'PT4320H', false, false, '', 'WAITING', '',
        timestamp with time zone '2026-01-15 09:31:00+00');
insert into seat (shop, order_id, line_id, kind, number, reference, product, entitlement_id, since_version, email, first_name, last_name,
        course_field, course_name, role, starts_at, length, not_before_course, start_on_assign, group_name, state, reason, changed_at)
    values ('web', 'A-2', '1', 'PAID', 1, 'AAAA-AAAA-AAAA-AAAC', 'SCI-180', 3, 1, 'cy@example.org', 'First', 'Last',
        'SHORTNAME', 'SCI', 'student', timestamp with time zone '2026-01-16 09:30:00+00', 'PT4320H', false, false, '', 'ACTIVE', '',
        timestamp with time zone '2026-01-16 09:31:00+00');
insert into outbox (kind, dedup_key, payload, state, created_at)
    values ('alert', 'course-unknown LANG', 'Moodle has no course LANG', 'NEW', timestamp with time zone '2026-01-16 09:31:00+00');
