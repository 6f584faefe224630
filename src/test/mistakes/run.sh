#!/usr/bin/env bash
# Makes each mistake of this directory in a copy of the checkout, and leads random lives of orders until one finds it.
#
#   src/test/mistakes/run.sh                all of them
#   src/test/mistakes/run.sh NAME...        these, without .patch
#   LIVES=500 src/test/mistakes/run.sh      gives up after so many lives (2000)
#
# Prints after how many lives each was found. Fails if one no longer applies, doesn't compile or is not found, or if as many
# lives fail without any mistake. Needs JDK 17, Maven and git; the checkout stays as it is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

if [ -z "${LIVES_CLASSPATH:-}" ]; then
    mvn -q dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
    LIVES_CLASSPATH=$(cat "$work/classpath")
fi

compile() { # into classpath sources...
    local into=$1 classpath=$2
    shift 2
    mkdir -p "$into"
    javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -nowarn -proc:none -parameters --release 17 -d "$into" -cp "$classpath" "$@" 2> "$work/javac.log" \
        || { cat "$work/javac.log"; return 1; }
}

find src/main/java -name '*.java' > "$work/main"
compile "$work/classes" "$LIVES_CLASSPATH" "@$work/main"
cp -r src/main/resources/. "$work/classes/"
find src/test/java/org/moodlegateway/lives -name '*.java' > "$work/test"
compile "$work/test-classes" "$work/classes:$LIVES_CLASSPATH" -sourcepath src/test/java "@$work/test"
cp src/test/resources/logback-test.xml "$work/test-classes/"

mistakes=("$@")
if [ ${#mistakes[@]} -eq 0 ]; then
    mapfile -t mistakes < <(cd "$here" && ls ./*.patch | sed 's|^\./||; s|\.patch$||')
fi
lead() { # classes lives
    java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dsun.net.httpserver.nodelay=true \
        -cp "$1:$work/test-classes:$work/classes:$LIVES_CLASSPATH" org.moodlegateway.lives.LeadLives "$2" 2> "$work/lives.log"
}

missed=0
most=1
for name in "${mistakes[@]}"; do
    patch=$here/$name.patch
    copy=$work/copy
    rm -rf "$copy" "$work/mistaken"
    mkdir -p "$copy/src/main"
    cp -r src/main/java "$copy/src/main/"
    if ! (cd "$copy" && GIT_CEILING_DIRECTORIES=$work git apply "$patch" 2> "$work/apply.log"); then
        echo "$name: no longer applies: $(head -1 "$work/apply.log")"
        missed=1
        continue
    fi
    changed=$(sed -n 's|^+++ b/||p' "$patch" | sed "s|^|$copy/|")
    # shellcheck disable=SC2086 # paths of Java files
    if ! compile "$work/mistaken" "$work/classes:$LIVES_CLASSPATH" $changed; then
        echo "$name: does not compile"
        missed=1
        continue
    fi
    if outcome=$(lead "$work/mistaken" "${LIVES:-2000}"); then
        echo "$name: $outcome"
        lives=$(sed -n 's/^found after \([0-9]*\) lives.*/\1/p' <<< "$outcome")
        most=$((lives > most ? lives : most))
    else
        echo "$name: ${outcome:-broke off: $(tail -1 "$work/lives.log")}"
        missed=1
    fi
done
if outcome=$(lead "$work/classes" "$most"); then
    echo "without any mistake: $outcome"
    missed=1
fi
exit $missed
