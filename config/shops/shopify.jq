# Shopify: what its webhooks and /admin/api/VERSION/orders.json say.

def status($settings):
  (.financial_status | text) as $state
  | if .cancelled_at != null then "cancelled"
    elif $state == null then null
    elif $state | is_in($settings["paid-states"]) then "paid"
    elif $state | is_in($settings["refunded-states"]) then "refunded"
    elif $state | is_in($settings["cancelled-states"]) then "cancelled"
    elif $state | is_in($settings["placed-states"]) then "placed"
    else null end;

# Properties are a list of {name, value}, or a map.
def answers:
  if type == "array" then entries | {key: first_given(.name, .key), value}
  elif type == "object" then to_entries[]
  else empty end
  | select(.key != null);

# What was refunded by line, for shops that send no current_quantity.
def refunded_quantities:
  sums(.refunds | entries | .refund_line_items | entries
    | {key: (.line_item_id | id), value: (.quantity | whole)} | select(.key != null and .value != null));

def lines($shop):
  ($shop.settings // {}) as $settings
  | refunded_quantities as $refunded
  | .note_attributes as $notes
  | (.refunds != null) as $says_refunds
  | [.line_items | entries
     | (.id | id) as $id
     | (.quantity | whole) as $quantity
     | (.current_quantity | whole) as $current
     | select($quantity == null or $quantity > 0)
     | {id: $id,
        product: product($shop; .sku, (.variant_id | id | if . then "variant:" + . else null end),
          (.product_id | id | if . then "product:" + . else null end),
          (first_given(.name, .title) | if . then "name:" + . else null end)),
        quantity: ($quantity // .quantity),
        refunded: (if $quantity == null then null
          elif $current != null then [$quantity - $current, 0] | max
          elif $says_refunds | not then null
          else [$refunded[$id // ""] // 0, $quantity] | min end),
        participants: (.properties as $properties | participants($settings; $properties | answers) | unless_silent($properties))}]
  # Answers of the whole cart are of its only line.
  | (map(.product != "ignore" and (.participants // []) == []) | . == [true]) as $alone
  | if $alone then .[0].participants |= (. as $none | participants($settings; $notes | answers) | if . == [] then $none else . end) else . end;

# Amounts in the buyer's own currency, where the shop tells them.
def total: first_given(maybe(.total_price_set.presentment_money.amount), .total_price, .current_total_price);

# A subscription app's mark: a cart-wide answer, or a tag such as "subscription:123".
def subscription($settings):
  first_given(
    (.note_attributes | answers | select(.key | text | is_in($settings["subscription-attributes"])) | .value),
    (.tags | if type == "array" then items | text else text // "" | split(",")[] | text end
     | . as $tag | $settings["subscription-tags"] | items | text
     | . as $start | $tag // "" | select(startswith($start)) | .[($start | length):]));

def order($shop):
  ($shop.settings // {}) as $settings
  | status($settings) as $status
  | subscription($settings) as $subscription
  | (first_given(.source_name, (.tags | if type == "array" then items | text else text // "" | split(",")[] | text end
      | select(is_in($settings["renewal-tags"])))) | is_in($settings["renewal-tags"])) as $renewal
  | [.billing_address, maybe(.customer.default_address), .shipping_address | select(type == "object")] as $addresses
  | {id: (.id | id),
     status: $status,
     updatedAt: (.updated_at | to_instant($settings["time-zone"])),
     placedAt: (.created_at | to_instant($settings["time-zone"])),
     paidAt: (if $status == "placed" then null else .processed_at | to_instant($settings["time-zone"]) end),
     test: (if .test | text == "true" then true else null end),
     currency: first_given(.presentment_currency, .currency),
     total: total,
     subscription: $subscription,
     buyer: {
       email: first_given(.email, .contact_email, maybe(.customer.email)),
       firstName: first_given($addresses[].first_name, maybe(.customer.first_name)),
       lastName: first_given($addresses[].last_name, maybe(.customer.last_name)),
       country: first_given($addresses[].country_code),
       language: ({country: first_given($addresses[].country_code), says: .customer_locale} | language($settings; .says))},
     lines: (if .line_items | says_lines | not then null else lines($shop) end
       | if . != null and $renewal and $subscription != null then map(.renews = {subscription: $subscription}) else . end)};

# Whether it is placed or paid and leaves out its lines.
def lacks_lines($shop):
  status($shop.settings // {}) as $status
  | ($status == "placed" or $status == "paid") and (.line_items | says_lines | not);

def translate_order($shop):
  if status($shop.settings // {}) == null then
    refuse("status-unknown"; "/financial_status"; "The financial status of the order is in none of the settings paid-states, placed-states, cancelled-states and refunded-states.")
  elif (.id | id) == null then refuse("order-without-id"; "/id"; "The order has no id.")
  elif .updated_at == null then refuse("order-undated"; "/updated_at"; "Nothing says when the order changed.")
  elif .line_items | too_many then refuse_too_many("/line_items")
  elif lacks_lines($shop) then lines_missing({}; "/line_items"; "")
  else order($shop) | order_answer end;

def orders_path($settings; $id):
  "/admin/api/" + ($settings["api-version"] | text // "2026-10" | @uri) + "/orders/" + ($id | @uri) + ".json";

# Only an order's id is known: the order itself has to be asked for.
def asked_for($in; $id; $when):
  $in.shop as $shop
  | $in.parts.order as $part
  | if $part == null then {fetch: {order: orders_path($shop.settings // {}; $id)}}
    elif $part.status == 200 and (maybe($part.body.order.id) | id) != null then $part.body.order | translate_order($shop)
    elif $part.status == 404 or $part.status == 410 then
      latest(($when | to_instant("UTC")), ($part.date | to_instant("UTC"))) as $date
      | if $part.status == 404 and (maybe($part.body.errors) | type) != "string" then
          refuse("answer-unclear"; ""; "The shop's API answered as if it had no orders; is the api-version right?")
        elif $date == null then
          refuse("deletion-undated"; ""; "The shop has no such order any more, and nothing says since when.")
        else {order: {id: $id, status: "cancelled", updatedAt: $date}} end
    else refuse("answer-unclear"; ""; "The shop's API answered with no order.") end;

# A whole order, or one that leaves out its lines, which the shop is asked for where it can be.
def translate($in):
  if $in.shop.asked == true and lacks_lines($in.shop) and (.id | id) != null and .updated_at != null
  then asked_for($in; .id | id; .updated_at)
  else translate_order($in.shop) end;

. as $in
| (.topic | text // "") as $topic
| .message
| if type != "object" then refuse("body-unknown"; ""; "The body is no order of Shopify.")
  elif $topic != "" and ($topic | test("^(orders|refunds)/") | not) then
    ignore("The topic is neither of orders nor of refunds.")
  elif .order_id != null and .financial_status == null then asked_for($in; .order_id | id; .processed_at // .created_at)
  elif .financial_status == null and .cancelled_at == null and (maybe(.order.id) | id) != null then .order | translate($in)
  elif maybe(.order_edit.order_id) != null then asked_for($in; .order_edit.order_id | id; null)
  elif .id != null and .financial_status == null and .line_items == null then asked_for($in; .id | id; null)
  else translate($in) end
