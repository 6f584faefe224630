# Stripe: what its events say of Checkout sessions, refunds, invoices and subscriptions.

# The id of something that may have been expanded.
def key: if type == "object" then .id | text else text end;

# 18000 in the smallest unit of the currency is 180.00; yen have none smaller, dinars a thousandth.
def amount($currency; $settings):
  (text // "" | if startswith("-") then ["-", .[1:]] else ["", .] end) as [$sign, $digits]
  | ($currency | text // "" | ascii_upcase) as $code
  | (if $code | is_in($settings["zero-decimal-currencies"]) then 0
     elif $code | is_in($settings["three-decimal-currencies"]) then 3 else 2 end) as $places
  | if $digits == "" or whole == null then null
    elif $places == 0 then $sign + $digits
    else ("000"[0:$places] + $digits) as $padded
      | (($padded | length) - $places) as $at
      | ($padded[0:$at] | until(startswith("0") | not; .[1:])) as $units
      | $sign + (if $units == "" then "0" else $units end) + "." + $padded[$at:] end;

def language_said: text | if . == "auto" then null else . end;

# The product by the SKU in the metadata of line, price or product, by the price's look-up key, by their ids.
def keys_of_line($price):
  ($price.product | if type == "object" then . else null end) as $product
  | maybe(.metadata.sku), maybe($price.metadata.sku), maybe($product.metadata.sku), $price.lookup_key,
    ($price | key | if . then "price:" + . else null end),
    ($price.product | key | if . then "product:" + . else null end),
    (first_given(.description, maybe($product.name)) | if . then "name:" + . else null end);

# What the buyer typed into Checkout, and what the site put into the session's metadata.
def answers:
  (.custom_fields | entries
   | {key: [maybe(.label.custom), .key], value: first_given(maybe(.text.value), maybe(.dropdown.value), maybe(.numeric.value))}),
  (.metadata | if type == "object" then to_entries[] else empty end)
  | select(.key != null);

def session_items($part): maybe(.line_items.data) | if says_lines then . else maybe($part.body.data) end;

def session_lines($shop; $part):
  ($shop.settings // {}) as $settings
  | ([.custom_fields, .metadata] | map(select(. != null)) | if . == [] then null else . end) as $said
  | (if (maybe(.metadata.sku) | text) != null then
       [{id: "1", product: product($shop; .metadata.sku), quantity: (maybe(.metadata.quantity) | whole // 1), refunded: 0, participants: []}]
     elif session_items($part) | says_lines | not then null
     else
       [session_items($part) | entries
        | (.quantity | whole) as $quantity
        | select($quantity == null or $quantity > 0)
        | (.price | if type == "object" then . else {} end) as $price
        | {id: (.id | text), product: product($shop; keys_of_line($price)), quantity: ($quantity // .quantity),
           refunded: 0, participants: []}]
     end) as $lines
  # Nothing says which line a session's answers are about, unless there is only one.
  | ([$lines | items | select(.product != "ignore")] | length == 1) as $alone
  | named_people($settings; [answers]; {taken: $alone, known: [maybe(.customer_details.email), .customer_email]}) as $named
  | {lines: ($lines | if $alone then map(if .product == "ignore" then . else .participants = ($named.participants | unless_silent($said)) end) else . end),
     unused: [$named.unused[] | {label: .}]};

def session_order($shop; $status; $when; $part):
  ($shop.settings // {}) as $settings
  | (.customer_details // {}) as $customer
  | ($customer.name | split_name) as $name
  | {id: (.id | text),
     transaction: first_given((.payment_intent | key)),
     status: $status,
     updatedAt: $when,
     placedAt: (.created | to_instant("UTC")),
     paidAt: (if $status == "paid" then $when else null end),
     test: (if .livemode == false then true else null end),
     currency: (.currency | text | if . then ascii_upcase else . end),
     total: (.currency as $currency | .amount_total | amount($currency; $settings)),
     subscription: (.subscription | key),
     buyer: {
       email: first_given($customer.email, .customer_email),
       firstName: $name.firstName, lastName: $name.lastName,
       country: (maybe($customer.address.country) | text),
       language: ({country: maybe($customer.address.country), said: (.locale | language_said)} | language($settings; .said))}}
    + session_lines($shop; $part);

# The API wants its lists' words spelled with brackets.
def lines_path: "/v1/checkout/sessions/" + (.id | text // "" | @uri) + "/line_items?limit=100&expand%5B%5D=data.price.product";

def needs_lines: (maybe(.metadata.sku) | text) == null and (maybe(.line_items.data) | says_lines | not);

def is_alive($status): $status == "placed" or $status == "paid";

def translate_session($in; $status; $when):
  if (.id | text) == null then refuse("order-without-id"; "/data/object/id"; "The session has no id.")
  elif .mode == "setup" then ignore("The session sets up a payment method and sells nothing.")
  elif needs_lines and $in.parts.lines == null and $in.shop.asked == true then {fetch: {lines: lines_path}}
  elif needs_lines and $in.parts.lines != null and $in.parts.lines.status != 200 then
    refuse("answer-unclear"; ""; "Stripe's API answered with no lines; is its key of the same mode, and may it read Checkout sessions?")
  elif is_alive($status) and needs_lines and (maybe($in.parts.lines.body.data) | says_lines | not) then
    lines_missing({}; "/data/object/line_items/data"; "")
  else session_order($in.shop; $status; $when; $in.parts.lines) | order_answer end;

def session_status($type):
  (.payment_status | text) as $payment
  | if $type == "checkout.session.expired" or .status == "expired" then "cancelled"
    elif $type == "checkout.session.async_payment_failed" then "cancelled"
    elif $payment == "paid" or $payment == "no_payment_required" then "paid"
    elif $payment == null and $type == "checkout.session.completed" then "paid"
    elif .status == "open" then "draft"
    else "placed" end;

# What a subscription's invoice renews: only the invoices of a new period do.
def subscription_of_invoice:
  first_given((.subscription | key), (maybe(.parent.subscription_details.subscription) | key));

def invoice_rows:
  maybe(.lines.data) | entries
  | select((.proration // maybe(.parent.subscription_item_details.proration) // false) != true);

def price_of_row: first_given((.price | key), maybe(.pricing.price_details.price));

# Rows that name their price by its id only, and that neither a SKU nor `products` helps to know.
def unknown_prices($shop):
  [[invoice_rows] | range(length) as $i | .[$i]
   | price_of_row as $price
   | select($price != null and (maybe(.metadata.sku) // maybe(.price.metadata.sku) // maybe(.price.lookup_key)) == null
            and $shop.products["price:" + $price] == null)
   | {key: ("price-" + ($i | tostring)), value: ("/v1/prices/" + ($price | @uri) + "?expand%5B%5D=product")}]
  | from_entries;

# Of an invoice that leaves out its lines, those that Stripe answers when it is asked.
def with_lines($part):
  if (maybe(.lines.data) | says_lines | not) and (maybe($part.body.data) | says_lines) then .lines = $part.body else . end;

def translate_invoice($in; $status; $when):
  ($in.shop.settings // {}) as $settings
  | with_lines($in.parts.lines)
  | (maybe(.lines.data) | says_lines) as $says_lines
  | subscription_of_invoice as $subscription
  | (unknown_prices($in.shop) | with_entries(select($in.parts[.key] == null))) as $missing
  | .billing_reason as $reason
  | if $subscription == null or $reason != "subscription_cycle" then
      ignore("The invoice renews no subscription; what began one comes as a Checkout session.")
    elif (.id | text) == null then refuse("order-without-id"; "/data/object/id"; "The invoice has no id.")
    elif is_alive($status) and ($says_lines | not) then
      if $in.shop.asked == true and $in.parts.lines == null
      then {fetch: {lines: ("/v1/invoices/" + (.id | text | @uri) + "/lines?limit=100")}}
      else lines_missing({}; "/data/object/lines/data"; "") end
    elif $missing != {} then {fetch: $missing}
    else
      (.customer_name | split_name) as $name
      | {id: (.id | text),
         transaction: first_given((.payment_intent | key)),
         status: $status,
         updatedAt: $when,
         placedAt: (.created | to_instant("UTC")),
         paidAt: ((maybe(.status_transitions.paid_at) | to_instant("UTC")) // (if $status == "paid" then $when else null end)),
         test: (if .livemode == false then true else null end),
         currency: (.currency | text | if . then ascii_upcase else . end),
         total: (.currency as $currency | first_given(.amount_paid, .total) | amount($currency; $settings)),
         subscription: $subscription,
         buyer: {
           email: (.customer_email | text), firstName: $name.firstName, lastName: $name.lastName,
           country: (maybe(.customer_address.country) | text),
           language: ({country: maybe(.customer_address.country)} | language($settings; null))},
         lines: (if $says_lines | not then null else [[invoice_rows] | range(length) as $i | .[$i]
           | (.quantity | whole) as $quantity
           | select($quantity == null or $quantity > 0)
           | ($in.parts["price-" + ($i | tostring)].body as $told
              | if (maybe($told.id) | text) != null then $told
                elif (.price | type) == "object" then .price
                else {id: price_of_row, product: maybe(.pricing.price_details.product)} end) as $price
           | {id: (.id | text), product: product($in.shop; keys_of_line($price)), quantity: ($quantity // .quantity), refunded: 0,
              renews: {subscription: $subscription}, participants: []}] end)}
      | order_answer
    end;

# A refund knows its payment only; whose order that was has to be asked for, step by step.
def translate_refund($in; $charge; $failed; $when):
  ($charge.payment_intent | key) as $intent
  | first_given(($charge.invoice | key), (maybe($in.parts.payments.body.data) | entries | .invoice | key)) as $invoice
  | (maybe($in.parts.sessions.body.data) | [entries][0]) as $session
  | (($charge.amount_refunded | whole) // 0) as $back
  | ($charge.refunded == true or ($back > 0 and $back >= (($charge.amount | whole) // 0))) as $whole
  | (if $whole then "refunded" else "paid" end) as $status
  | if $whole or $failed | not then ignore("A part of the money was given back, which changes no seat.")
    elif $invoice != null and $in.parts.invoice == null then {fetch: {invoice: ("/v1/invoices/" + ($invoice | @uri))}}
    elif (maybe($in.parts.invoice.body.billing_reason) // "") == "subscription_cycle" then
      $in.parts.invoice.body | translate_invoice($in; $status; $when)
    elif $in.parts.sessions == null then
      ($in.parts.invoice.body | if type == "object" then subscription_of_invoice else null end) as $subscription
      | if $subscription != null then {fetch: {sessions: ("/v1/checkout/sessions?limit=1&subscription=" + ($subscription | @uri))}}
        elif $intent != null then {fetch: {sessions: ("/v1/checkout/sessions?limit=1&payment_intent=" + ($intent | @uri))}}
        else ignore("The refund is of no payment that Checkout took.") end
    elif $in.parts.sessions.status != 200 then
      refuse("answer-unclear"; ""; "Stripe's API answered with no sessions; is its key of the same mode, and may it read Checkout sessions?")
    elif $session != null then $session | translate_session($in; $status; $when)
    elif $invoice == null and $intent != null and $in.parts.payments == null then
      {fetch: {payments: ("/v1/invoice_payments?limit=1&payment%5Btype%5D=payment_intent&payment%5Bpayment_intent%5D=" + ($intent | @uri))}}
    else ignore("The refund is of no payment that Checkout took.") end;

def translate_subscription($type; $when):
  (.status | text) as $state
  | (if $type == "customer.subscription.deleted" or $state == "canceled" then "cancelled"
     elif $state == "incomplete_expired" then "expired"
     elif $state == "active" or $state == "trialing" then
       if .cancel_at_period_end == true or .cancel_at != null then "pending-cancel" else "active" end
     elif $state == "past_due" or $state == "unpaid" or $state == "paused" or $state == "incomplete" then "on-hold"
     else $state end) as $status
  | {subscription: {id: (.id | text), status: $status, updatedAt: $when}};

. as $in
| .message
| if type != "object" or (.data | type) != "object" or (.data.object | type) != "object" then
    refuse("body-unknown"; ""; "The body is no event of Stripe.")
  else
    (.type | text // "") as $type
    | (.created | to_instant("UTC")) as $when
    | .livemode as $live
    | .data.object
    | (if .livemode == null then .livemode = $live else . end)
    | if $when == null then refuse("event-undated"; "/created"; "Nothing says when the event happened.")
      elif $type | startswith("checkout.session.") then
        session_status($type) as $status
        | if $status == "draft" then ignore("The session is still open.") else translate_session($in; $status; $when) end
      elif $type == "invoice.paid" or $type == "invoice.payment_succeeded" then translate_invoice($in; "paid"; $when)
      elif $type == "charge.refunded" then translate_refund($in; .; false; $when)
      elif $type | test("^(refund|charge[.]refund)[.]") then
        (.charge | key) as $charge
        | (.status | text) as $state
        | if $in.parts.charge != null then
            translate_refund($in; $in.parts.charge.body // {}; $state == "failed" or $state == "canceled"; $when)
          elif $charge == null then ignore("The refund is of no charge.")
          else {fetch: {charge: ("/v1/charges/" + ($charge | @uri))}} end
      elif $type | startswith("customer.subscription.") then translate_subscription($type; $when)
      else ignore("The event says nothing of sessions, refunds, renewals or subscriptions.") end
    # Stripe has no topics beside the events
    | if .ignore != null and $type != "" then .ignore |= {why: ., type: $type} else . end
  end
