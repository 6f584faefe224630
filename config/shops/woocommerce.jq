# WooCommerce, REST v3: what its webhooks and /wp-json/wc/v3/orders say.

def time($name; $settings):
  (.[$name + "_gmt"] | to_instant("UTC")) // (.[$name] | to_instant($settings["time-zone"]));

def meta($key): [.meta_data | entries | select(.key == $key) | .value][0];

def is_zero: text | . != null and whole == 0;

# An order may look paid and not be: cash on delivery is being processed before anyone paid.
def status($settings):
  (.status | text | ltrimstr("wc-")) as $state
  | if $state | is_in($settings["paid-states"]) then
      if (.date_paid_gmt // .date_paid) != null or (.total | is_zero) or $settings["paid-without-date"] == true
      then "paid" else "placed" end
    elif $state | is_in($settings["refunded-states"]) then "refunded"
    elif $state | is_in($settings["cancelled-states"]) then "cancelled"
    elif $state | is_in($settings["placed-states"]) then "placed"
    elif $state | is_in($settings["draft-states"]) then "draft"
    else null end;

# How many of each line were refunded, by line id. Only refunds that the order itself lists count: one that was
# deleted, or made after this order was written, does not. Money given back without a line changes no seat.
def refunded_quantities($refunds):
  set(.refunds | entries | .id | id) as $listed
  | sums($refunds | entries | select($listed[.id | id // ""]) | .line_items | entries
      | {key: (meta("_refunded_item_id") | id), value: (.quantity | whole)}
      | select(.key != null and .value != null)
      | if .value < 0 then .value = 0 - .value else . end);

# The answers of one line's form: its plain meta, or else the lists that add-on plugins keep beside it.
def plain_answers:
  .meta_data | entries
  | .key as $key
  | {key: ($key, (.display_key | select(. != $key))), value}
  | select(.key != null);

def listed_answers($settings):
  .meta_data | entries | select(.key | is_in($settings["answer-metas"])) | .value | entries
  | {key: first_given(.key, .name, .label, .title), value: first_given(._value, .value)}
  | select(.key != null);

# Tickets of the whole order, by product: {"1": {"1": {…AttendeeEmail, …ProductID}}}
def attendees($settings):
  ($settings.attendees // {}) as $names
  | [if $names.meta then meta($names.meta) else null end | entries | entries
     | . as $ticket
     | {product: ($ticket[$names.product // ""] | id)}
       + ([("email", "firstName", "lastName", "name") as $field
           | {key: $field, value: ($ticket[$names[$field] // ""] | text)}] | from_entries | person($settings))];

def line_participants($settings; $attendees; $place):
  def none_yet(otherwise): if . == [] then otherwise else . end;
  . as $line
  | participants($settings; plain_answers)
  | none_yet($line | participants($settings; listed_answers($settings)))
  | none_yet(
      [$attendees[] | select(.product != null and (.product == $place.product or .product == $place.variation))
       | del(.product)][$place.from:($place.from + ($place.quantity // 0))]
      | map(select(. != {})));

# A plugin's fault can repeat a line: its id counts once.
def lines_once:
  [.line_items | entries] as $lines
  | [range($lines | length) as $i | {at: $i, id: ($lines[$i].id | id // {missing: $i})}]
  | group_by(.id) | map(.[0].at) | sort | map($lines[.]);

# Where a line's tickets begin among those of its product.
def places:
  . as $lines
  | [range(length) as $i | $lines[$i]
     | {product: (.product_id | id), variation: (.variation_id | id), quantity: (.quantity | whole)}
     | .product as $product
     | .from = ([$lines[:$i][] | select((.product_id | id) == $product) | .quantity | whole // 0] | add // 0)];

def line_product($shop):
  product($shop; .sku,
    (.variation_id | id | if . then "variation:" + . else null end),
    (.product_id | id | if . then "product:" + . else null end),
    (.name | text | if . then "name:" + . else null end));

# A message that leaves out refunds says nothing of them, nor does a line without meta of who sits there.
def lines($shop; $refunds; $renewed):
  ($shop.settings // {}) as $settings
  | (.refunds != null) as $says_refunds
  | refunded_quantities($refunds) as $refunded
  | attendees($settings) as $attendees
  | . as $order
  | lines_once
  | . as $lines
  | (if $attendees == [] then null else places end) as $places
  | [range($lines | length) as $i | $lines[$i]
     | (.id | id) as $id
     | (.quantity | whole) as $quantity
     | select($quantity == null or $quantity > 0)
     | {id: $id,
        product: line_product($shop),
        quantity: ($quantity // .quantity),
        refunded: (if $says_refunds then [$refunded[$id // ""] // 0, $quantity // 0] | min else null end),
        participants: (.meta_data as $meta
          | line_participants($settings; $attendees; ($places // [])[$i] // {from: 0}) | unless_silent($meta))}
       + (if $renewed then {renews: {subscription: $renewed}} else {} end)]
  # Answers of the whole order are of its only line.
  | (map(.product != "ignore" and (.participants // []) == []) | . == [true]) as $alone
  | if $alone then .[0].participants |= (. as $none | $order | participants($settings; plain_answers) | if . == [] then $none else . end) else . end;

def order($shop; $parts):
  ($shop.settings // {}) as $settings
  | status($settings) as $status
  | (.id | id) as $id
  | first_given(meta("_subscription_renewal")) as $renewed
  | ([$parts.subscriptions.body | entries | select((.parent_id | id) == $id) | .id | id] | sort_by(whole)[0]) as $begun
  | (.billing | if type == "object" then . else {} end) as $billing
  | {id: $id,
     transaction: (.transaction_id | text),
     status: $status,
     updatedAt: time("date_modified"; $settings),
     placedAt: time("date_created"; $settings),
     paidAt: time("date_paid"; $settings),
     currency: (.currency | text),
     total: (.total | text),
     subscription: ($renewed // first_given(meta("_subscription_switch")) // $begun),
     buyer: {
       email: ($billing.email | text),
       firstName: ($billing.first_name | text),
       lastName: ($billing.last_name | text),
       country: ($billing.country | text),
       language: (. as $order | $billing
         | language($settings; $settings["language-metas"] | items | . as $key | $order | meta($key)))},
     lines: (if .line_items | says_lines then lines($shop; $parts.refunds.body; $renewed) else null end)};

# WooCommerce's own words for "there is none"; any other 404 may be a shop whose API is switched off.
def is_gone: .status == 410 or (.status == 404 and (maybe(.body.code) | text // "" | test("^woocommerce_rest_.*invalid.*id$")));

def gone($id; $part):
  ($part.date | to_instant("UTC")) as $date
  | if $date == null then
      refuse("deletion-undated"; ""; "The shop has no such order any more, and nothing says since when.")
    else {order: {id: $id, status: "cancelled", updatedAt: $date}} end;

def unclear($what):
  refuse("answer-unclear"; ""; "The shop's API answered the question for \($what) as if it had none; is it switched on?");

def orders_path($id): "/wp-json/wc/v3/orders/" + ($id | @uri);

def translate_order($shop; $parts):
  # The order leaves out its lines: what the shop answers when it is asked for the whole.
  def whole_order:
    (.id | id) as $id
    | $parts.order as $part
    | if $part == null or $parts.whole == true then
        lines_missing({shop: $shop, parts: $parts}; "/line_items"; orders_path($id))
      elif $part.status == 200 and (maybe($part.body.status) | text) != null then
        $part.body | translate_order($shop; $parts + {whole: true})
      elif $part | is_gone then
        {order: {id: $id, status: "cancelled",
          updatedAt: latest(time("date_modified"; $shop.settings // {}), ($part.date | to_instant("UTC")))}}
      else unclear("the order") end;
  ($shop.settings // {}) as $settings
  | (.id | id) as $id
  | status($settings) as $status
  | ($status == "placed" or $status == "paid") as $alive
  | ([.refunds | entries] != [] and $alive) as $refunded
  | ($settings.subscriptions == true and $status == "paid" and meta("_subscription_renewal") == null) as $begins
  | if $status == null then
      refuse("status-unknown"; "/status"; "The status of the order is in none of the settings paid-states, placed-states, draft-states, cancelled-states and refunded-states.")
    elif $status == "draft" then ignore("The order is only a draft.")
    elif $id == null then refuse("order-without-id"; "/id"; "The order has no id.")
    elif time("date_modified"; $settings) == null then
      refuse("order-undated"; "/date_modified_gmt"; "Nothing says when the order changed: the webhook needs version v3, or the settings a time-zone.")
    elif .line_items | too_many then refuse_too_many("/line_items")
    elif .line_items | says_lines | not then
      if $alive then whole_order else order($shop; $parts) | order_answer end
    elif all(.line_items | entries; line_product($shop) == "ignore") then nothing_sold($id; time("date_modified"; $settings))
    elif ($refunded and $parts.refunds == null) or ($begins and $parts.subscriptions == null) then
      {fetch: (
        (if $refunded then {refunds: (orders_path($id) + "/refunds?per_page=100")} else {} end)
        + (if $begins then {subscriptions: ("/wp-json/wc/v3/subscriptions?parent=" + ($id | @uri) + "&per_page=100")} else {} end))}
    elif $refunded and ($parts.refunds | is_gone) then
      {order: {id: $id, status: "cancelled",
        updatedAt: latest(time("date_modified"; $settings), ($parts.refunds.date | to_instant("UTC")))}}
    elif $refunded and $parts.refunds.status != 200 then unclear("refunds")
    elif $begins and $parts.subscriptions.status != 200 then unclear("subscriptions")
    else order($shop; $parts) | order_answer end;

def translate_subscription($settings):
  (.status | text | ltrimstr("wc-")) as $state
  | if $state == "pending" then ignore("The subscription has not begun.")
    elif $state | is_in($settings["draft-states"]) then ignore("The subscription is only a draft.")
    else {subscription: {
      id: (.id | id),
      status: (if $state == "trash" or $state == "switched" then "cancelled" else $state end),
      updatedAt: time("date_modified"; $settings)}} end;

# {"id": 5}, or an action's {"arg": 5}: the order has to be asked for.
def asked_for($in; $id; $deleted):
  $in.shop as $shop
  | $in.parts.order as $part
  | if $part == null then {fetch: {order: orders_path($id)}}
    elif $part.status == 200 and (maybe($part.body.status) | text) != null then
      $part.body | translate_order($shop; $in.parts // {})
    elif $part | is_gone then
      if $deleted then gone($id; $part) else ignore("The shop knows no such order.") end
    else unclear("the order") end;

def subscription_asked_for($in; $id):
  $in.parts.subscription as $part
  | ($part.date | to_instant("UTC")) as $date
  | if $part == null then {fetch: {subscription: ("/wp-json/wc/v3/subscriptions/" + ($id | @uri))}}
    elif $part.status == 200 and (maybe($part.body.status) | text) != null then
      $part.body | translate_subscription($in.shop.settings // {})
    elif ($part | is_gone) and $date != null then {subscription: {id: $id, status: "cancelled", updatedAt: $date}}
    else unclear("the subscription") end;

. as $in
| (.shop.settings // {}) as $settings
| (.topic | text // "") as $topic
| .message
| if type != "object" then refuse("body-unknown"; ""; "The body is no order of WooCommerce.")
  elif $topic != "" and ($topic | test("^(order|subscription|action)[.]") | not) then
    ignore("The topic is neither an order nor a subscription.")
  elif (.order | type) == "object" then
    refuse("legacy-body"; "/order"; "The webhook sends the legacy form of an order: set its API version to WP REST API Integration v3.")
  elif .code != null and .message != null and .id == null then
    refuse("body-is-an-error"; "/code"; "The shop sent an error in place of an order: may the webhook's user read orders?")
  elif .action != null then
    (.arg | id) as $id
    | if $id != null and (.arg | type) != "object" and (.action | text | test("^(woocommerce|wc)_.*(order_status|payment_complete|new_order|update_order|order_refunded|checkout_order)"))
      then asked_for($in; $id; false)
      else ignore("The action names no order.") end
  elif .status == null then
    (.id | id) as $id
    | if $id == null then refuse("order-without-id"; "/id"; "The body has neither an order nor its id.")
      elif $topic | startswith("subscription.") then subscription_asked_for($in; $id)
      else asked_for($in; $id; true) end
  elif ($topic | startswith("subscription.")) or .billing_period != null then translate_subscription($settings)
  else translate_order($in.shop; $in.parts // {}) end
