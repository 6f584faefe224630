package org.moodlegateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Emails;

/** Everything that the ledger keeps of one person, table by table, as it stands there. */
public final class PersonExport {
    private static final int PAGE = 200;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Ledger ledger;

    public PersonExport(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The person by e-mail, in any case. The audit notes that it was read, without the e-mail. */
    public ObjectNode of(String email, String actor) {
        Pseudonym person = new Pseudonym(Emails.key(email), "");
        String within = "%" + Erasure.like(person.key()) + "%";
        ObjectNode all = JsonNodeFactory.instance.objectNode().put("email", person.key());
        ledger.read(
                handle -> {
                    all.set(
                            "person",
                            rows(
                                    handle,
                                    "select p.* from person p where p.person_key = ? or p.address = ? or p.id in (select person_id from person_address where address = ?) order by p.id",
                                    person.key(),
                                    person.key(),
                                    person.key()));
                    all.set(
                            "seats",
                            rows(
                                    handle,
                                    "select * from seat where lower(email) = ? order by id",
                                    person.key()));
                    all.set(
                            "enrolments",
                            rows(
                                    handle,
                                    """
                                    select e.*, coalesce(c.called, c.name) as course from entitlement e join course c on c.id = e.course_id
                                        join person p on p.id = e.person_id
                                    where p.person_key = ? or p.address = ?
                                        or p.id in (select person_id from person_address where address = ?) order by e.id
                                    """,
                                    person.key(),
                                    person.key(),
                                    person.key()));
                    all.set(
                            "orders",
                            naming(
                                    person,
                                    rows(
                                            handle,
                                            "select * from orders where lower(snapshot) like ?"
                                                    + " order by shop, order_id",
                                            within)));
                    all.set("messages", messages(handle, person));
                    all.set(
                            "notices",
                            naming(
                                    person,
                                    rows(
                                            handle,
                                            "select * from outbox where lower(recipient) like ? or"
                                                    + " lower(payload) like ? order by id",
                                            within,
                                            within)));
                    all.set(
                            "audit",
                            naming(
                                    person,
                                    rows(
                                            handle,
                                            "select * from audit where lower(subject) like ? or"
                                                    + " lower(detail) like ? order by id",
                                            within,
                                            within)));
                    return all;
                });
        note(person, actor);
        return all;
    }

    private void note(Pseudonym person, String actor) {
        ledger.transaction(
                handle -> {
                    Audit.write(
                            handle,
                            ledger.clock().instant(),
                            actor,
                            "export",
                            "person " + Inbox.contentId(person.key()).substring(0, 16),
                            "");
                    return true;
                });
    }

    private static ArrayNode naming(Pseudonym person, ArrayNode rows) {
        ArrayNode named = JsonNodeFactory.instance.arrayNode();
        rows.forEach(
                row -> {
                    if (person.isIn(row.toString())) {
                        named.add(row);
                    }
                });
        return named;
    }

    private static ArrayNode messages(Handle handle, Pseudonym person) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        List<KeptMessages.Kept> page = KeptMessages.after(handle, 0, PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(kept -> kept.names(person))
                    .forEach(kept -> found.add(message(kept, person)));
            page = KeptMessages.after(handle, page.get(page.size() - 1).id(), PAGE);
        }
        return found;
    }

    /** With what its shop was asked for beside it, as far as that names the person. */
    private static ObjectNode message(KeptMessages.Kept kept, Pseudonym person) {
        ObjectNode message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", kept.id())
                        .put("shop", kept.shop())
                        .put("message", kept.message());
        message.set("body", json(new String(kept.body(), UTF_8)));
        ObjectNode parts = message.putObject("parts");
        kept.parts().stream()
                .filter(part -> part.names(person))
                .forEach(part -> parts.set(part.name(), json(new String(part.body(), UTF_8))));
        return message;
    }

    private static ArrayNode rows(Handle handle, String select, Object... values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        handle.select(select, values)
                .mapToMap()
                .forEach(
                        row -> {
                            ObjectNode json = list.addObject();
                            row.forEach((column, value) -> json.set(column, cell(column, value)));
                        });
        return list;
    }

    private static JsonNode cell(String column, Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value instanceof Timestamp stamp) {
            return json.textNode(stamp.toInstant().toString());
        }
        if (value instanceof OffsetDateTime stamp) {
            return json.textNode(stamp.toInstant().toString());
        }
        if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        }
        if (value instanceof Number number) {
            return json.numberNode(number.longValue());
        }
        if (value == null) {
            return json.nullNode();
        }
        boolean nested = Set.of("snapshot", "payload").contains(column);
        return nested ? json(value.toString()) : json.textNode(value.toString());
    }

    /** JSON as it is, anything else as a text. */
    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
