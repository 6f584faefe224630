# WooCommerce, REST v3: what its webhooks and /wp-json/wc/v3/orders say.

def time($name; $settings):
  (.[$name + "_gmt"] | to_instant("UTC")) // (.[$name] | to_instant($settings["time-zone"]));

def meta($key): [.meta_data | entries | select(.key == $key) | .value][0];

def is_zero: text | . != null and whole == 0;

# An order may look paid and not be: cash on delivery is being processed before anyone paid. And look unpaid and be paid: some
# are put on hold after that.
def status($settings):
  (.status | text | ltrimstr("wc-")) as $state
  | if ($state | is_in($settings["held-states"])) and (.date_paid_gmt // .date_paid) != null then "paid"
    elif $state | is_in($settings["paid-states"]) then
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

# The answers of one form: its plain meta, or else the lists that add-on plugins keep beside it. WordPress may have written
# them for a web page.
def plain_answers:
  .meta_data | entries | select(.key != null)
  | {key: [.key, .display_key | unescaped], value: (.value | unescaped)};

def listed_answers($settings):
  .meta_data | entries | select(.key | is_in($settings["answer-metas"])) | .value | entries
  | {key: (first_given(.key, .name, .label, .title) | unescaped), value: (first_given(._value, .value) | unescaped)}
  | select(.key != null);

# Tickets of the whole order, by product and variation: {"1": {"1": {…AttendeeEmail, …ProductID, …VariationID}}}. A ticket without
# an e-mail has that of the first other field that settings name and that has one, wherever it stands in the ticket.
def tickets($settings):
  ($settings.attendees // {}) as $names
  | [if $names.meta then meta($names.meta) else null end | entries | entries
     | . as $ticket
     | ([("email", "firstName", "lastName", "name") as $field
         | {key: $field, value: ($ticket[$names[$field] // ""] | text | unescaped)}] | from_entries) as $said
     | first_given($said.email,
         ($names["email-else"] | items | text | . as $other
          | [$ticket | .. | objects | .[$other] | text | select(. != null and contains("@"))][0])) as $email
     | {product: ($ticket[$names.product // ""] | id),
        variation: ($ticket[$names.variation // ""] | id),
        person: ($said | .email = $email | person($settings))}];

# Each line takes as many tickets of its variation, or of its product, as it sells; those that name nobody count too. Gives
# {lines: the people by line, left: the numbers of tickets that no line took}.
def tickets_by_line($lines):
  . as $tickets
  | set($lines[] | .variation_id | id) as $variations
  | (reduce range(length) as $i ({};
      ($tickets[$i] | if .variation != null and $variations[.variation] then "variation:" + .variation
                      else "product:" + (.product // "") end) as $of
      | .[$of] += [$i])) as $by
  | reduce $lines[] as $line ({by: $by, lines: []};
      ($line.variation_id | id) as $variation
      | ["variation:" + ($variation // ""), "product:" + ($line.product_id | id // "-"), "product:" + ($variation // "-")] as $of
      | ([.by[$of[]] | items] | unique | .[:($line.quantity | whole // 0)]) as $taken
      | .by |= with_entries(.value -= $taken)
      | .lines += [[$taken[] | $tickets[.].person | select(. != {})]])
  | .left = [.by[][]];

# A plugin's fault can repeat a line: its id counts once.
def lines_once:
  [.line_items | entries] as $lines
  | [range($lines | length) as $i | {at: $i, id: ($lines[$i].id | id // {missing: $i})}]
  | group_by(.id) | map(.[0].at) | sort | map($lines[.]);

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
  | tickets($settings) as $tickets
  | . as $order
  | lines_once
  | . as $lines
  | ($tickets | if . == [] then {lines: [], left: []} else tickets_by_line($lines) end) as $seated
  | [range($lines | length) as $i | $lines[$i]
     | (.id | id) as $id
     | (.quantity | whole) as $quantity
     | ($seated.lines[$i] // []) as $attendees
     | select($quantity == null or $quantity > 0)
     | {id: $id,
        product: line_product($shop),
        quantity: ($quantity // .quantity),
        refunded: (if $says_refunds then [$refunded[$id // ""] // 0, $quantity // 0] | min else null end)}
       + (.meta_data as $meta
         | named_people($settings; [plain_answers], [listed_answers($settings)]; {known: [$attendees[].email]})
         | .participants |= ((if . == [] then $attendees else . end) | unless_silent($meta)))
       + (if $renewed then {renews: {subscription: $renewed}} else {} end)]
  | with_order_answers($settings; $order | plain_answers; $order | maybe(.billing.email))
  | if any($seated.left[]; $tickets[.].person != {}) then .unused += [{label: $settings.attendees.meta}] else . end;

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
       email: ($billing.email | text | unescaped),
       firstName: ($billing.first_name | text | unescaped),
       lastName: ($billing.last_name | text | unescaped),
       country: ($billing.country | text),
       language: (. as $order | $billing
         | language($settings; $settings["language-metas"] | items | . as $key | $order | meta($key)))}}
    + (if .line_items | says_lines then lines($shop; $parts.refunds.body; $renewed) else {} end);

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
    elif (if $settings["time-zone"] == null and .date_modified_gmt == null then null else time("date_modified"; $settings) end) == null then
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
