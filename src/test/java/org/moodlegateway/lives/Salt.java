package org.moodlegateway.lives;

/** Makes the orders and people of one life different from those of all others in a ledger. */
record Salt(int number) {
    static final int SHELVES = 25;

    int shelf() {
        return number % SHELVES;
    }

    String order(String letter) {
        return letter + "-" + number;
    }

    /** People whose name begins with x have no address that anybody could use. */
    String email(String person) {
        return person.startsWith("x")
                ? person + ".s" + number + " at nowhere"
                : person + ".s" + number + "@example.org";
    }

    String course(String name) {
        return name + "-" + shelf();
    }

    String group(String letter) {
        return "Class " + order(letter);
    }
}
