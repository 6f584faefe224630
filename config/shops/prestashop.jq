# PrestaShop: what /api/orders?display=full says, read from XML or asked for as JSON. An order holds little but ids, so most
# of what it means is asked for.

# A value that XML gave attributes.
def value: if type == "object" then first_given(.["#text"], .[""], .value) else . end;

def number: value | id;

# What lies in {"rows": {"row": [..]}}, {"rows": {"row": {..}}} or {"rows": [..]}.
def several($name):
  (if type == "object" and .[$name] != null then .[$name] else . end)
  | if type == "object" and any(.[]; type != "object") then . else entries end;

# The one resource of an answer; a list of one counts too.
def resource($name; $list):
  (maybe(.body.prestashop) // .body)
  | if type != "object" then null else .[$name] // ([.[$list] | several($name)][0]) end;

def time($settings): value | to_instant($settings["time-zone"]);

def states($settings; $state; $part):
  if $state | is_in($settings["refunded-states"]) then "refunded"
  elif $state | is_in($settings["cancelled-states"]) then "cancelled"
  elif $state | is_in($settings["paid-states"]) then "paid"
  elif $state | is_in($settings["placed-states"]) then "placed"
  else ($part | resource("order_state"; "order_states") | maybe(.paid) | value | text) as $paid
    | if $paid == "1" or $paid == "true" then "paid" elif $paid != null then "placed" else null end end;

def rows: maybe(.associations.order_rows) | several("order_row");

def says_rows: [rows] != [] or maybe(.associations.order_rows) == [];

def api($path): "/api/" + $path + "output_format=JSON";

def one($resource; $id): api($resource + "/" + ($id | @uri) + "?");

# An iso code by id: as settings know it, else as the shop answers.
def iso($known; $id; $part; $name; $list):
  first_given($known[$id // ""], ($part | resource($name; $list) | maybe(.iso_code) | value));

# How many of each row the credit slips give back; one without rows gives back money only.
def refunded_quantities(slips):
  sums(slips | maybe(.associations.order_slip_details) | several("order_slip_detail")
    | {key: (.id_order_detail | number), value: (.product_quantity | value | whole)}
    | select(.key != null and .value != null));

# What the buyer typed in: by the fields that settings name, else each text with an @ is one person more.
def answers($settings; $part):
  [$part | resource("customization"; "customizations")
   | maybe(.associations.customized_data_text_fields) | several("customized_data_text_field")
   | {field: first_given((.id_customization_field | number), (.id | number)), value: (.value | value | text)}
   | select(.value != null)]
  | [.[] | {key: ($settings.fields[.field // ""] | text), value} | select(.key != null)] as $named
  | if $named != [] then participants($settings; $named[])
    else [.[] | .value | select(contains("@")) | {email: .}] end;

def row_product($shop):
  product($shop; (.product_reference | value),
    (.product_attribute_id | number | if . then "combination:" + . else null end),
    (.product_id | number | if . then "product:" + . else null end),
    (.product_name | value | text | if . then "name:" + . else null end));

def lines($shop; $parts; slips):
  ($shop.settings // {}) as $settings
  | refunded_quantities(slips) as $refunded
  | ($parts.slips != null) as $says_refunds
  | [rows
     | (.id | number) as $id
     | (.product_quantity | value | whole) as $quantity
     | (.id_customization | number) as $customization
     | select($quantity == null or $quantity > 0)
     | {id: $id,
        product: row_product($shop),
        quantity: ($quantity // (.product_quantity | value)),
        refunded: (if $says_refunds then [$refunded[$id // ""] // 0, $quantity // 0] | min else null end),
        participants: (if .id_customization == null then null elif $customization == null then []
          else answers($settings; $parts["customization-" + $customization]) end)}];

def translate_order($shop; $parts):
  ($shop.settings // {}) as $settings
  | (.id | number) as $id
  | (.current_state | number) as $state
  | (.id_customer | number) as $customer
  | (.id_address_invoice | number) as $address
  | (.id_currency | number) as $currency
  | (.id_lang | number) as $lang
  | [rows | .id_customization | number | select(. != null)] as $customizations
  | states($settings; $state; $parts.state) as $status
  | ($parts.address | resource("address"; "addresses") | maybe(.id_country) | number) as $country
  | (.date_upd | time($settings)) as $changed
  | ((says_rows | not) and ($status == null or $status == "placed" or $status == "paid")) as $lacks
  | ({}
     + (if $status == null and $state != null then {state: one("order_states"; $state)} else {} end)
     + (if $customer then {customer: one("customers"; $customer)} else {} end)
     + (if $address then {address: one("addresses"; $address)} else {} end)
     + (if $country != null and $settings.countries[$country] == null then {country: one("countries"; $country)} else {} end)
     + (if $currency != null and $settings.currencies[$currency] == null then {currency: one("currencies"; $currency)} else {} end)
     + (if $lang != null and $settings.languages[$lang] == null then {language: one("languages"; $lang)} else {} end)
     + (if $lacks and $shop.asked == true then {order: one("orders"; $id // "")} else {} end)
     + (if $status == "paid" then
          {slips: api("order_slip?display=full&filter%5Bid_order%5D=%5B" + ($id // "" | @uri) + "%5D&")}
          + ([$customizations[] | {key: ("customization-" + .), value: one("customizations"; .)}] | from_entries)
        else {} end)
     | with_entries(select($parts[.key] == null))) as $missing
  | if $id == null then refuse("order-without-id"; "/id"; "The order has no id; was the list asked for with display=full?")
    elif $changed == null then
      refuse("order-undated"; "/date_upd"; "Nothing says when the order changed; PrestaShop's times need the setting time-zone.")
    elif [rows] | too_many then refuse_too_many("/associations/order_rows")
    elif says_rows and all(rows; row_product($shop) == "ignore") then nothing_sold($id; $changed)
    elif $lacks and $status != null and $missing.order == null then
      lines_missing({shop: {}}; "/associations/order_rows"; "")
    elif $missing != {} then {fetch: $missing}
    elif $status == null then
      refuse("status-unknown"; "/current_state"; "The shop doesn't say whether the order's state means paid.")
    elif $status == "paid" and $parts.slips.status != 200 then
      refuse("answer-unclear"; ""; "The shop's API answered with no credit slips; may its key read order_slip?")
    else
      [$parts.slips | (maybe(.body.prestashop) // .body) | maybe(.order_slips) | several("order_slip")
       | select((.id_order | number) == $id)] as $slips
      | ($parts.customer | resource("customer"; "customers")) as $buyer
      | iso($settings.countries; $country; $parts.country; "country"; "countries") as $iso
      | {id: $id,
         status: $status,
         updatedAt: latest($changed, ($slips[] | first_given(.date_upd | value) | time($settings))),
         placedAt: (.date_add | time($settings)),
         paidAt: (if $status == "placed" then null else .invoice_date | time($settings) end),
         currency: iso($settings.currencies; $currency; $parts.currency; "currency"; "currencies"),
         total: first_given((.total_paid_tax_incl | value), (.total_paid | value)),
         buyer: {
           email: (maybe($buyer.email) | value | text),
           firstName: (maybe($buyer.firstname) | value | text),
           lastName: (maybe($buyer.lastname) | value | text),
           country: $iso,
           language: ({country: $iso} | language($settings;
             iso($settings.languages; $lang; $parts.language; "language"; "languages")))},
         lines: (if says_rows then lines($shop; $parts; $slips[]) else null end)}
      | order_answer
    end;

# Of an order that leaves out its rows, the whole as the shop answers it when it is asked.
def translate($shop; $parts):
  (if says_rows then null else $parts.order | resource("order"; "orders") end) as $whole
  | (if ($whole | type) == "object" and ($whole | says_rows) then $whole else . end)
  | translate_order($shop; $parts);

. as $in
| .message
| if type != "object" then refuse("body-unknown"; ""; "The body is no order of PrestaShop.")
  else (maybe(.prestashop) // .) | (if (.order | type) == "object" then .order else . end) | translate($in.shop; $in.parts // {}) end
