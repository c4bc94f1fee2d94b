package caldavbackup.cli;

import caldavbackup.options.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shell completions: commands, options, option values with fixed choices, and folders. Generated
 * from {@link CommandHelp} and {@link Option}.
 */
final class Completions {
  /** The shells with a completion script, and the man page. */
  static final List<String> SHELLS = List.of("bash", "zsh", "fish", "man");

  private static final String HEAD =
      "# Completions of caldav, made by caldav completion %s: do not edit.\n";

  private Completions() {}

  /** Returns the script of a shell, or the man page; null for any other word. */
  static String of(String shell) {
    return switch (shell) {
      case "bash" -> bash();
      case "zsh" -> zsh();
      case "fish" -> fish();
      case "man" -> ManPage.text();
      default -> null;
    };
  }

  /** An option of a command, with the values that may follow the equals sign. */
  private record Key(String name, String value, List<String> choices, String meaning) {
    boolean isFile() {
      return value.equals("FILE");
    }
  }

  private static List<Key> keys(CommandHelp command) {
    List<Key> keys = new ArrayList<>();
    command.options().forEach(option -> keys.add(key(option)));
    command.lineOptions().forEach(option -> keys.add(key(option)));
    return keys;
  }

  private static Key key(Option option) {
    return new Key(option.key(), option.value(), option.choices(), option.meaning());
  }

  private static Key key(LineOption option) {
    return new Key(option.key(), option.value(), option.choices(), option.meaning());
  }

  private static Map<String, Key> allKeys() {
    Map<String, Key> all = new LinkedHashMap<>();
    CommandHelp.ALL.forEach(
        command -> keys(command).forEach(key -> all.putIfAbsent(key.name(), key)));
    return all;
  }

  /** Returns what the shell completes for a place. */
  private static String place(String place) {
    return place.startsWith("FOLDER")
        ? "folder"
        : place.equals("SHELL")
            ? "shell"
            : place.equals("COMMAND") ? "command" : place.contains(".") ? "file" : "location";
  }

  private static String places(CommandHelp command) {
    return command.places().stream().map(Completions::place).collect(Collectors.joining(" "));
  }

  private static String bash() {
    StringBuilder text = new StringBuilder(HEAD.formatted("bash"));
    text.append(
        """

        _caldav() {
          local line=${COMP_LINE:0:COMP_POINT}
          local words=() current='' command='' places='' keys='' place='' used=0 word
          read -ra words <<<"$line"
          if [[ $line == *[[:space:]] ]]; then
            words+=('')
          fi
          current=${words[${#words[@]} - 1]}
          COMPREPLY=()
          if ((${#words[@]} <= 2)); then
            COMPREPLY=($(compgen -W '%s' -- "$current"))
            return
          fi
          command=${words[1]}
          case $command in
        """
            .formatted(String.join(" ", CommandHelp.NAMES)));
    for (CommandHelp command : CommandHelp.ALL) {
      text.append("    %s) places='%s' ;;\n".formatted(command.name(), places(command)));
    }
    text.append("    help) places='command' ;;\n    *) return ;;\n  esac\n  case $command in\n");
    for (CommandHelp command : CommandHelp.ALL) {
      String keys =
          keys(command).stream().map(key -> key.name() + "=").collect(Collectors.joining(" "));
      text.append("    %s) keys='%s' ;;\n".formatted(command.name(), keys));
    }
    text.append(
        """
          esac
          if [[ $current == *=* ]]; then
            local key=${current%%=*} value=${current#*=} before=''
            # readline replaces what stands behind the last of these signs
            [[ $COMP_WORDBREAKS == *=* ]] || before=$key=
            case $key in
        """);
    for (Key key : allKeys().values()) {
      if (!key.choices().isEmpty()) {
        text.append(
            "      %s) COMPREPLY=($(compgen -P \"$before\" -W '%s' -- \"$value\")) ;;\n"
                .formatted(key.name(), String.join(" ", key.choices())));
      } else if (key.isFile()) {
        text.append(
            "      %s) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P \"$before\" -f -- \"$value\")) ;;\n"
                .formatted(key.name()));
      }
    }
    text.append(
        """
            esac
            return
          fi
          for word in "${words[@]:2:${#words[@]}-3}"; do
            [[ $word == *=* && $word != *://* ]] || used=$((used + 1))
          done
          place=($places)
          case ${place[used]-} in
            folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current")) && return ;;
            file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
            shell) COMPREPLY=($(compgen -W '%s' -- "$current")) && return ;;
            command) COMPREPLY=($(compgen -W '%s' -- "$current")) && return ;;
          esac
          for word in $keys; do
            if [[ $word == "$current"* && " ${words[*]} " != *" $word"* ]]; then
              COMPREPLY+=("$word")
            fi
          done
          compopt -o nospace 2>/dev/null
        }
        complete -F _caldav caldav
        """
            .formatted(String.join(" ", SHELLS), String.join(" ", CommandHelp.NAMES)));
    return text.toString();
  }

  private static String zsh() {
    StringBuilder text = new StringBuilder("#compdef caldav\n" + HEAD.formatted("zsh"));
    text.append(
        """

        _caldav() {
          local -a commands places keys
          local command=${words[2]} used=0 word
          if (( CURRENT == 2 )); then
            commands=(
        """);
    for (CommandHelp command : CommandHelp.ALL) {
      text.append(
          "      '%s:%s'\n".formatted(command.name(), command.summary().replace("'", "'\\''")));
    }
    text.append("      'help:Show the help of a command.'\n    )\n");
    text.append("    _describe command commands\n    return\n  fi\n  case $command in\n");
    for (CommandHelp command : CommandHelp.ALL) {
      String keys = keys(command).stream().map(Key::name).collect(Collectors.joining(" "));
      text.append(
          "    %s) places=(%s); keys=(%s) ;;\n".formatted(command.name(), places(command), keys));
    }
    text.append("    help) places=(command) ;;\n    *) return 1 ;;\n  esac\n");
    text.append("  if [[ $PREFIX == *=* ]]; then\n    local key=${PREFIX%%=*}\n");
    text.append("    compset -P '*='\n    case $key in\n");
    for (Key key : allKeys().values()) {
      if (!key.choices().isEmpty()) {
        text.append(
            "      %s) compadd -- %s ;;\n".formatted(key.name(), String.join(" ", key.choices())));
      } else if (key.isFile()) {
        text.append("      %s) _files ;;\n".formatted(key.name()));
      }
    }
    text.append(
        """
            esac
            return
          fi
          for word in ${words[3,CURRENT-1]}; do
            [[ $word == *=* && $word != *://* ]] || (( used++ ))
          done
          case ${places[used+1]-} in
            folder) _files -/ ;;
            file) _files ;;
            shell) compadd -- %s ;;
            command) compadd -- %s ;;
          esac
          (( $#keys )) && compadd -S '=' -q -- $keys
        }

        if [[ $funcstack[1] == _caldav ]]; then
          _caldav "$@"
        else
          compdef _caldav caldav
        fi
        """
            .formatted(String.join(" ", SHELLS), String.join(" ", CommandHelp.NAMES)));
    return text.toString();
  }

  private static String fish() {
    StringBuilder text = new StringBuilder(HEAD.formatted("fish"));
    text.append(
        """

        function __caldav_place --description 'Whether the word at the cursor is the place of that number'
            set -l words (commandline -opc)
            set -l used 0
            for word in $words[3..-1]
                if not string match -qr '^[a-z][a-z0-9_]*=' -- $word
                    set used (math $used + 1)
                end
            end
            test (count $words) -ge 2; and test $used -eq $argv[1]
        end

        complete -c caldav -f
        """);
    String none = "not __fish_seen_subcommand_from " + String.join(" ", CommandHelp.NAMES);
    for (CommandHelp command : CommandHelp.ALL) {
      text.append(
          "complete -c caldav -n '%s' -a %s -d '%s'\n"
              .formatted(none, command.name(), quoted(command.summary())));
    }
    text.append("complete -c caldav -n '%s' -a help -d 'Show the help.'\n".formatted(none));
    text.append(
        "complete -c caldav -n '__fish_seen_subcommand_from help' -a '%s'\n"
            .formatted(String.join(" ", CommandHelp.NAMES)));
    for (CommandHelp command : CommandHelp.ALL) {
      String seen = "__fish_seen_subcommand_from " + command.name();
      List<String> places = command.places();
      for (int i = 0; i < places.size(); i++) {
        String at = "%s; and __caldav_place %d".formatted(seen, i);
        switch (place(places.get(i))) {
          case "folder" ->
              text.append(
                  "complete -c caldav -n '%s' -a '(__fish_complete_directories)'\n".formatted(at));
          case "file" -> text.append("complete -c caldav -n '%s' -F\n".formatted(at));
          case "shell" ->
              text.append(
                  "complete -c caldav -n '%s' -a '%s'\n".formatted(at, String.join(" ", SHELLS)));
          default -> {
            // locations cannot be completed
          }
        }
      }
      for (Key key : keys(command)) {
        String values =
            key.choices().stream()
                .map(choice -> key.name() + "=" + choice)
                .collect(Collectors.joining(" "));
        text.append(
            "complete -c caldav -n '%s' -a '%s' -d '%s'\n"
                .formatted(
                    seen, values.isEmpty() ? key.name() + "=" : values, quoted(key.meaning())));
      }
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}
