package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PrestaShop over HTTP, in Paris: a web service that answers in XML, or in JSON to who asks for
 * it, with orders that hold little but the numbers of other things.
 */
public final class FakePrestaShop extends FakeShop {
    public static final String KEY = "CANARYOFTHEWEBSERVICEKEY";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Pattern SINCE = Pattern.compile(">\\[(.*)]");
    private static final Pattern ONE = Pattern.compile("/api/([a-z_]+)/([0-9]+)");

    /** What one of them is called. */
    private static final Map<String, String> RESOURCES =
            Map.of(
                    "order_states", "order_state",
                    "customers", "customer",
                    "addresses", "address",
                    "countries", "country",
                    "currencies", "currency",
                    "languages", "language",
                    "customizations", "customization");

    private static final Map<Integer, String> COUNTRIES = Map.of(1, "DE", 8, "FR", 19, "CH");
    private static final Map<Integer, String> CURRENCIES = Map.of(1, "EUR", 2, "CHF");
    private static final Map<Integer, String> LANGUAGES = Map.of(1, "fr", 2, "de");

    private final Map<Integer, Order> orders = new TreeMap<>();
    private volatile boolean jsonKnown = true;

    private record Order(int id, int state, Instant updated, boolean slip) {}

    private FakePrestaShop(Clock clock) {
        super(clock, "/api/orders");
    }

    /** Starts one whose changes have the time of this clock. */
    public static FakePrestaShop start(Clock clock) {
        return new FakePrestaShop(clock);
    }

    /** From now on it knows XML only, as old ones do. */
    public void knowOnlyXml() {
        jsonKnown = false;
    }

    /** Puts an order in, or changes it: 2 is paid, 6 cancelled, 7 refunded, 10 not paid yet. */
    public synchronized void order(int id, int state) {
        order(id, state, now());
    }

    /** The same, changed at some time. */
    public synchronized void order(int id, int state, Instant updated) {
        orders.put(id, new Order(id, state, updated, false));
    }

    /** Gives the money for an order's row back, by a credit slip. */
    public synchronized void slip(int id) {
        orders.put(id, new Order(id, 2, now(), true));
    }

    public synchronized void remove(int id) {
        orders.remove(id);
    }

    @Override
    boolean isLetIn(HttpExchange exchange) {
        String login = "Basic " + Base64.getEncoder().encodeToString((KEY + ":").getBytes(UTF_8));
        return login.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        Matcher filter = SINCE.matcher(query.getOrDefault("filter[date_upd]", ""));
        String[] limit = query.getOrDefault("limit", "0,1000000").split(",");
        if (!"full".equals(query.get("display"))
                || !"1".equals(query.get("date"))
                || !filter.matches()) {
            send(exchange, 400, "{\"errors\":[{\"code\":35,\"message\":\"bad question\"}]}");
            return;
        }
        Instant since = LocalDateTime.parse(filter.group(1), TIME).atZone(PARIS).toInstant();
        Comparator<Order> sort =
                "[date_upd_ASC]".equals(query.get("sort"))
                        ? Comparator.comparing(Order::updated)
                        : Comparator.comparing(Order::id);
        several(
                exchange,
                "orders",
                orders.values().stream()
                        .filter(order -> order.updated().isAfter(since))
                        .sorted(sort)
                        .skip(Long.parseLong(limit[0]))
                        .limit(Long.parseLong(limit[1]))
                        .map(FakePrestaShop::full));
    }

    @Override
    void other(HttpExchange exchange, String path) throws IOException {
        Matcher one = ONE.matcher(path);
        if (path.equals("/api/order_slip")) {
            String wanted = query(exchange).get("filter[id_order]");
            Predicate<Order> filter = order -> ("[" + order.id() + "]").equals(wanted);
            several(
                    exchange,
                    "order_slips",
                    orders.values().stream()
                            .filter(Order::slip)
                            .filter(filter)
                            .map(FakePrestaShop::slipOf));
        } else if (one.matches() && RESOURCES.containsKey(one.group(1))) {
            int id = Integer.parseInt(one.group(2));
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.set(RESOURCES.get(one.group(1)), resource(one.group(1), id).put("id", "" + id));
            send(exchange, answer);
        } else {
            send(exchange, 404, "{\"errors\":[{\"code\":4,\"message\":\"not found\"}]}");
        }
    }

    private static ObjectNode resource(String kind, int id) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        return switch (kind) {
            case "order_states" -> resource.put("paid", id == 2 ? "1" : "0");
            case "customers" ->
                    resource.put("email", "buyer" + id + "@example.org")
                            .put("firstname", "Zoé")
                            .put("lastname", "Łukasik & Co");
            case "addresses" -> resource.put("id_country", "" + country(id));
            case "countries" -> resource.put("iso_code", COUNTRIES.get(id));
            case "currencies" -> resource.put("iso_code", CURRENCIES.get(id));
            case "languages" -> resource.put("iso_code", LANGUAGES.get(id));
            case "customizations" -> {
                resource.putObject("associations")
                        .putArray("customized_data_text_fields")
                        .addObject()
                        .put("id_customization_field", "3")
                        .put("value", "p" + id + "@example.org");
                yield resource;
            }
            default -> throw new IllegalStateException(kind);
        };
    }

    private static int country(int id) {
        return List.of(1, 8, 19).get(id % 3);
    }

    private static ObjectNode full(Order order) {
        String id = "" + order.id();
        ObjectNode full =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("id_address_invoice", id)
                        .put("id_currency", country(order.id()) == 19 ? "2" : "1")
                        .put("id_lang", country(order.id()) == 8 ? "1" : "2")
                        .put("id_customer", id)
                        .put("current_state", "" + order.state())
                        .put("invoice_date", "2026-01-14 10:30:00")
                        .put("date_add", "2026-01-14 10:28:00")
                        .put("date_upd", TIME.format(order.updated().atZone(PARIS)))
                        .put("total_paid_tax_incl", "90.000000")
                        .put("reference", "XKBKNABJK");
        full.putObject("associations")
                .putArray("order_rows")
                .addObject()
                .put("id", id + "0")
                .put("product_id", "9")
                .put("product_attribute_id", "0")
                .put("product_quantity", "1")
                .put("product_name", "Science")
                .put("product_reference", "COURSE-SCI")
                .put("id_customization", order.id() % NAMED == 0 ? id : "0");
        return full;
    }

    private static ObjectNode slipOf(Order order) {
        ObjectNode slip =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", "1" + order.id())
                        .put("id_order", "" + order.id())
                        .put("date_upd", TIME.format(order.updated().atZone(PARIS)));
        slip.putObject("associations")
                .putArray("order_slip_details")
                .addObject()
                .put("id", "1")
                .put("id_order_detail", order.id() + "0")
                .put("product_quantity", "1");
        return slip;
    }

    /** An empty list is an empty list and nothing around it. */
    private void several(HttpExchange exchange, String name, Stream<ObjectNode> nodes)
            throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode().addAll(nodes.toList());
        if (list.isEmpty() && isJson(exchange)) {
            send(exchange, 200, "[]");
        } else {
            send(exchange, JsonNodeFactory.instance.objectNode().set(name, list));
        }
    }

    private boolean isJson(HttpExchange exchange) {
        return jsonKnown && "JSON".equals(query(exchange).get("output_format"));
    }

    private void send(HttpExchange exchange, JsonNode answer) throws IOException {
        if (isJson(exchange)) {
            send(exchange, 200, answer.toString());
            return;
        }
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<prestashop xmlns:xlink=\"http://www.w3.org/1999/xlink\">");
        write(xml, answer);
        send(exchange, 200, "text/xml;charset=utf-8", xml.append("</prestashop>").toString());
    }

    private static void write(StringBuilder xml, JsonNode node) {
        node.properties()
                .forEach(
                        field -> {
                            String name = field.getKey();
                            xml.append("<").append(name).append(">");
                            if (field.getValue().isArray()) {
                                String each = name.substring(0, name.length() - 1);
                                for (JsonNode one : field.getValue()) {
                                    xml.append("<").append(each).append(">");
                                    write(xml, one);
                                    xml.append("</").append(each).append(">");
                                }
                            } else if (field.getValue().isObject()) {
                                write(xml, field.getValue());
                            } else {
                                xml.append("<![CDATA[")
                                        .append(field.getValue().asText())
                                        .append("]]>");
                            }
                            xml.append("</").append(name).append(">");
                        });
    }
}
