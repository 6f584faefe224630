# Stands before every KIND.jq. A KIND.jq turns one message of a shop into one answer:
#   {"order": …}         the canonical order, without "shop"; a line with "problem": {code, pointer, message} waits with that
#                        reason, and the others go through
#   {"subscription": …}  id, status (active, on-hold, pending-cancel, cancelled, expired), updatedAt
#   {"fetch": …}         what the shop's API must be asked first: {"refunds": "/path?query"}. Then the jq runs again and
#                        finds the answer in .parts.refunds: {"status": 200, "body": …, "date": when the shop answered}
#   {"ignore": …}        why the message means nothing to anybody's seat, as a sentence; or {"why": …, "type": what the shop
#                        calls such a message}, by which `shops` counts them (else it is the topic)
#   {"refuse": …}        why it can't be translated: {"code": "legacy-body", "pointer": "/order", "message": "…"}
# Its input: {"message", "topic", "from": "webhook", "poll" or "file", "shop": {"name", "products", "settings", "asked"},
# "parts"}; "asked" says whether the shop has an api. What says nothing (null, "", {}, []) is not in it, but for the
# lists that say by [] that there are none: `empty-lists: [lines]` in KIND.yaml names their fields, wherever they stand in the
# message and in the parts. A KIND.jq that was written before there was such a choice works without. An order that leaves out its lines, or a line that leaves out
# participants or refunded, says nothing of them: never make an empty list of a list that isn't there. `check` tries that on
# the samples, after it has run every KIND.jq on its samples in samples/.
#
# Beside jq 1.6 there are (and there is no env, now, input, include, import):
#   text                 a text or number as text, digit for digit; null if there is none. Ids, names and amounts: always by it.
#   whole                a whole number, from 2, "2", 2.0 or "2.000"; null if it is none
#   to_instant(zone)     a shop's time as 2026-01-15T09:30:00Z: 2026-01-15 10:30:00, 15.01.2026 10:30, a date alone, RFC 1123,
#                        with an offset, UTC or in that zone, seconds or milliseconds since 1970. null for null, "" and
#                        0000-00-00; what else it can't read refuses the whole message (time-unreadable) and names the field
#   to_instant(zone; pattern)  the same of a time in another way of writing: "MM/dd/yyyy hh:mm a"
#   seat_fields(labels)  {"email": 2} for the key "participant 2 e-mail:" and {"email": ["Participant {n} e-mail"]}; 1 for a
#                        label without {n} that fits; {} if none fits. Only letters and digits of a label count, and not what
#                        stands in brackets at its end: _Participant 2 E-Mail (required)
#   seat_answers(how)    the people whom forms name; named_people below calls it
#   unescaped            a text without HTML's entities: O&#039;Brien becomes O'Brien
#   product_in(products) the product code for a list of a line's keys: what products name, else what fits the longest of
#                        their patterns (COURSE-*), else the first key itself; "ignore" is for who drops the line
#   is_in(list)          whether a text or number is in a list, as text

# What a list holds, or a map that PHP made of a list.
def items: if type == "array" or type == "object" then .[] | select(. != null) else empty end;

# The objects among them.
def entries: items | select(type == "object");

# Whether a list of lines is there. An empty one says that there are no lines; one without any line in it says nothing.
def says_lines: (type == "array" and length == 0) or any(entries; true);

# One element each of a list that is there, null of one that isn't: lines: (.items | listed({id: .number, …}))
def listed(each): if says_lines then [entries | each] else null end;

# The value itself, null if it says nothing.
def given: if . == "" or . == [] or . == {} or . == false then null else . end;

# What lies at a path, null where that is none: maybe(.customer.email)
def maybe(path): [path?][0];

# An id as text; 0 is none.
def id: text | if . == "0" then null else . end;

# The first of some values that is given, as text: first_given(.email, .contact_email)
def first_given(values): [values | text | select(. != null)][0];

# Letters and digits alone, to compare what a shop may have spelled a little differently.
def letters: text // "" | gsub("[^\\p{L}\\p{N}]"; "");

# The latest of some instants.
def latest(instants): [instants | select(. != null)] | max_by(rtrimstr("Z"));

def ignore($why): {ignore: $why};

def refuse($code; $pointer; $message): {refuse: {code: $code, pointer: $pointer, message: $message}};

# The product code of a line by the shop's keys for it, best first.
def product($shop; keys): [keys] | product_in($shop.products);

# Sums by key: {key, value} of the same key make one.
def sums(pairs): [pairs] | group_by(.key) | map({key: .[0].key, value: (map(.value) | add)}) | from_entries;

# A set of texts, to look them up fast.
def set(texts): [texts | select(. != null) | {key: ., value: true}] | from_entries;

# A placed or paid order that leaves out its lines: its shop is asked for the whole order, once, where it can be asked.
def lines_missing($in; $pointer; $path):
  if $in.shop.asked == true and $in.parts.order == null then {fetch: {order: $path}}
  else refuse("lines-missing"; $pointer; "The message leaves out the lines of the order. Have the shop send whole orders, or let it be asked (api in shops.yaml).") end;

# Who sits there, null if nothing was said: there was not even anything that could have held an answer.
def unless_silent(answers): if . == [] and answers == null then null else . end;

# No canonical order has more lines.
def too_many: [entries] | length > 1000;

def refuse_too_many($pointer): refuse("too-many-lines"; $pointer; "The order has more than 1000 lines.");

# A whole name in two: the last word is the last name.
def split_name:
  text
  | if . == null then {} else
      split(" ")
      | if length == 1 then {firstName: .[0]}
        else {firstName: (.[:-1] | join(" ")), lastName: .[-1]} end
    end;

# The fields that are given.
def fields_given: with_entries(select(.value != null));

# One person of what a form said: name is a whole name, person is an e-mail or a whole name.
def person($settings):
  (.person | if . == null then {} elif contains("@") then {email: .} else split_name end)
  + (.name | split_name)
  + ({email, firstName, lastName, role: (.role as $role | $settings.roles[$role // ""] // $role)} | fields_given);

# Whom some forms name that may say the same, best first: the first that names anybody counts.
# forms: [[{"key": the label or a list of its spellings, "value": …}]], or {"field": "email", "value": …} where no label has to
# be read. The labels stand in settings.participants; beside them count the usual ones of English, French, German and Spanish
# ("E-mail of participant 2", "Prénom du stagiaire"), unless settings say "usual-labels": false. The same label again is the next
# seat's, an answer with several addresses is several people. $how: {"known": addresses that are used elsewhere, "taken": false
# if nobody is to be named}.
# Gives {participants, unused}: labels of answers that look like people, for they hold an address or are labelled as people, and
# were not used.
def named_people($settings; forms; $how):
  [forms]
  | seat_answers({labels: ($settings.participants // {}), usual: ($settings["usual-labels"] != false)} + $how)
  | {participants: [.people[] | person($settings)], unused};

# The participants that labelled answers name, in the order of their seats.
def participants($settings; answers): named_people($settings; [answers]; {}).participants;

# Answers of the whole order are of its only line, if nobody is named there. Makes of lines {lines, unused}.
def with_order_answers($settings; answers; $buyer):
  (map(.product != "ignore" and (.participants // []) == []) | . == [true]) as $alone
  | named_people($settings; [answers]; {known: [$buyer, (.[].participants | entries | .email)], taken: $alone}) as $named
  | {lines: (if $alone and $named.participants != [] then .[0].participants = $named.participants else . end),
     unused: [$named.unused[] | {label: .}]};

# The buyer's language: what the shop says of it, else what settings say of the country, else settings.language.
def language($settings; says):
  first_given(says) as $said
  | first_given(.country) as $country
  | first_given($said, $settings["language-by-country"][$country // ""], $settings.language);

# An order of which nothing is sold through the gateway (any more): one without lines. It means nothing, unless it is known.
def nothing_sold($id; $at): {order: {id: $id, status: "cancelled", updatedAt: $at, lines: []}};

# The order as answer, without lines that products ignore. What the forms of lines left over goes to the order. Without lines
# (null) it says nothing of them, which only one that is cancelled or refunded may do.
def order_answer:
  [.lines | entries | select(.product != "ignore")] as $sold
  | (if .lines == null then null else [$sold[] | .unused = null | fields_given] end) as $lines
  | ([.unused | items] + [$sold[] | .id as $id | .unused | items | {line: $id, label: .}]) as $unused
  | if $lines == [] then nothing_sold(.id; .updatedAt)
    else {order: ((.buyer // {}) as $buyer | .buyer = ($buyer | fields_given) | .lines = $lines
      | .unused = (if $unused == [] then null else $unused[:50] end) | fields_given)} end;
