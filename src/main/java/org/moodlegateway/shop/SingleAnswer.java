package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A jq that gives one answer to one input. Safe for concurrent use; always ends. */
final class SingleAnswer {
    private static final Scope FUNCTIONS = Functions.scope();

    private final JsonQuery query;

    private SingleAnswer(JsonQuery query) {
        this.query = query;
    }

    /**
     * Compiles a jq.
     *
     * @throws UnreadableException if it is none
     */
    static SingleAnswer compile(String source) throws UnreadableException {
        try {
            return new SingleAnswer(JsonQuery.compile(source, Functions.VERSION));
        } catch (JsonQueryException | RuntimeException | Error e) {
            // jq's own lexer throws errors
            throw new UnreadableException(e);
        }
    }

    /**
     * Answers.
     *
     * @param input a {@link org.moodlegateway.order.PlainJson}
     */
    JsonNode of(JsonNode input) throws BrokenException {
        Answer answer = new Answer();
        Steps.begin();
        try {
            query.apply(Scope.newChildScope(FUNCTIONS), input, answer);
        } catch (Steps.TooManyException e) {
            throw new BrokenException("goes on without end on this message", e);
        } catch (StackOverflowError e) {
            throw new BrokenException("calls itself without end on this message", e);
        } catch (SecondAnswerException e) {
            throw new BrokenException("must answer once", e);
        } catch (JsonQueryException | RuntimeException e) {
            throw new BrokenException("fails on this message", e);
        } finally {
            Steps.end();
        }
        if (answer.only == null) {
            throw new BrokenException("must answer once", null);
        }
        return answer.only;
    }

    /** It is no jq; the cause knows where. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(Throwable cause) {
            super("is no jq", cause);
        }
    }

    /** It gave no answer, or several; the message is what the jq does, beginning with a verb. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /** Takes one answer and no second. */
    private static final class Answer implements Output {
        private JsonNode only;

        @Override
        public void emit(JsonNode answer) {
            if (only != null) {
                throw new SecondAnswerException();
            }
            only = answer;
        }
    }

    /** Unchecked, for jq's own {@code try} must not catch it. */
    private static final class SecondAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SecondAnswerException() {
            super("a second answer", null, false, false);
        }
    }
}
