# Magento 2 and Adobe Commerce: what /rest/V1/orders says.

def is_zero: text | . != null and whole == 0;

# Being processed is not being paid: an order can be with something still due.
def status($settings):
  (.state | text) as $state
  | if $state | is_in($settings["paid-states"]) then
      if (.total_due | is_zero) or (.grand_total | is_zero) or (.total_due == null and .total_paid != null)
         or $settings["paid-with-due"] == true
      then "paid" else "placed" end
    elif $state | is_in($settings["refunded-states"]) then "refunded"
    elif $state | is_in($settings["cancelled-states"]) then "cancelled"
    elif $state | is_in($settings["placed-states"]) then "placed"
    else null end;

# A configurable product gives two rows with one SKU; only the parent counts.
def rows:
  [.items | entries] as $rows
  | set($rows[] | select(.product_type == "configurable") | .item_id | id) as $configurable
  | $rows[]
  | select($configurable[.parent_item_id | id // ""] | not);

# The buyer's texts have numbers for labels: those that settings name, else each text with an @ is one person more.
def answers($settings):
  [maybe(.product_option.extension_attributes.custom_options) | entries
   | {field: (.option_id | id), value: (.option_value | text)} | select(.value != null)]
  | [.[] | {key: ($settings.fields[.field // ""] | text), value} | select(.key != null)] as $named
  | if $named != [] then participants($settings; $named[])
    else [.[] | .value | select(contains("@")) | {email: .}] end;

def lines($shop):
  ($shop.settings // {}) as $settings
  | [rows
     | (.qty_ordered | whole) as $quantity
     | select($quantity == null or $quantity > 0)
     | {id: (.item_id | id),
        product: product($shop; .sku, (.product_id | id | if . then "product:" + . else null end),
          (.name | text | if . then "name:" + . else null end)),
        quantity: ($quantity // .qty_ordered),
        refunded: (if .qty_refunded == null and .qty_canceled == null then null
          else [((.qty_refunded | whole) // 0) + ((.qty_canceled | whole) // 0), $quantity // 0] | min end),
        participants: (.product_option as $option | answers($settings) | unless_silent($option))}];

def order($shop):
  ($shop.settings // {}) as $settings
  | {id: (.entity_id | id),
     status: status($settings),
     updatedAt: (.updated_at | to_instant("UTC")),
     placedAt: (.created_at | to_instant("UTC")),
     paidAt: ([.status_histories | entries | select(.status | is_in($settings["paid-statuses"])) | .created_at | to_instant("UTC")
       | select(. != null)] | min_by(rtrimstr("Z"))),
     currency: (.order_currency_code | text),
     total: (.grand_total | text),
     buyer: {
       email: first_given(.customer_email, maybe(.billing_address.email)),
       firstName: first_given(.customer_firstname, maybe(.billing_address.firstname)),
       lastName: first_given(.customer_lastname, maybe(.billing_address.lastname)),
       country: (maybe(.billing_address.country_id) | text),
       language: ({country: maybe(.billing_address.country_id), store: (.store_id | text)}
         | language($settings; $settings["language-by-store"][.store // ""]))},
     lines: (if .items | says_lines then lines($shop) else null end)};

# Of an order that leaves out its lines, the whole as the shop answers it when it is asked.
def translate($in):
  status($in.shop.settings // {}) as $status
  | (($status == "placed" or $status == "paid") and (.items | says_lines | not)) as $lacks
  | $in.parts.order as $part
  | if (.entity_id | id) == null then refuse("order-without-id"; "/entity_id"; "The order has no entity_id.")
    elif status($in.shop.settings // {}) == null then
      refuse("status-unknown"; "/state"; "The state of the order is in none of the settings paid-states, placed-states, cancelled-states and refunded-states.")
    elif (.updated_at | to_instant("UTC")) == null then refuse("order-undated"; "/updated_at"; "Nothing says when the order changed.")
    elif .items | too_many then refuse_too_many("/items")
    elif $lacks and $part != null and $part.status == 200 and (maybe($part.body.items) | says_lines) then
      $part.body | translate($in)
    elif $lacks then lines_missing($in; "/items"; "/rest/V1/orders/" + (.entity_id | id | @uri))
    else order($in.shop) | order_answer end;

. as $in
| .message
| if type != "object" then refuse("body-unknown"; ""; "The body is no order of Magento.") else translate($in) end
