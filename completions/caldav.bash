# Completions of caldav, made by caldav completion bash: do not edit.

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
    COMPREPLY=($(compgen -W 'backup check completion diff help list login restore view' -- "$current"))
    return
  fi
  command=${words[1]}
  case $command in
    backup) places='location folder' ;;
    check) places='location' ;;
    completion) places='shell' ;;
    diff) places='folder location' ;;
    list) places='folder' ;;
    login) places='location' ;;
    restore) places='folder location' ;;
    view) places='folder file' ;;
    help) places='command' ;;
    *) return ;;
  esac
  case $command in
    backup) keys='username= password= password_file= password_command= password_env= calendars= exclude_calendars= components= since= until= include= listing= concurrency= io_timeout= tls_no_verify= tls_ca_file= tls_cert= tls_key= tls_key_password= proxy= proxy_username= proxy_password= name= client_id= client_secret= service_scope= refresh_token= authorize_url= token_url= device_url= issuer= token= token_command= token_file= service_account= subject= grant= output= progress=' ;;
    check) keys='username= password= password_file= password_command= password_env= calendars= exclude_calendars= components= since= until= include= listing= concurrency= io_timeout= tls_no_verify= tls_ca_file= tls_cert= tls_key= tls_key_password= proxy= proxy_username= proxy_password= name= client_id= client_secret= service_scope= refresh_token= authorize_url= token_url= device_url= issuer= token= token_command= token_file= service_account= subject= grant= output=' ;;
    completion) keys='' ;;
    diff) keys='username= password= password_file= password_command= password_env= calendars= exclude_calendars= components= since= until= include= concurrency= io_timeout= tls_no_verify= tls_ca_file= tls_cert= tls_key= tls_key_password= proxy= proxy_username= proxy_password= name= client_id= client_secret= service_scope= refresh_token= authorize_url= token_url= device_url= issuer= token= token_command= token_file= service_account= subject= grant= output=' ;;
    list) keys='calendars= exclude_calendars= components= since= until= output= text= paths= timezone=' ;;
    login) keys='username= io_timeout= tls_no_verify= tls_ca_file= tls_cert= tls_key= tls_key_password= proxy= proxy_username= proxy_password= name= client_id= client_secret= service_scope= authorize_url= token_url= device_url= issuer= token_file= grant=' ;;
    restore) keys='username= password= password_file= password_command= password_env= calendars= exclude_calendars= components= since= until= calendar= only= conflict= dry_run= plan_json= mirror= mirror_limit= verify= rate= notify= scheduling= listing= concurrency= io_timeout= tls_no_verify= tls_ca_file= tls_cert= tls_key= tls_key_password= proxy= proxy_username= proxy_password= name= client_id= client_secret= service_scope= refresh_token= authorize_url= token_url= device_url= issuer= token= token_command= token_file= service_account= subject= grant= output= progress=' ;;
    view) keys='' ;;
  esac
  if [[ $current == *=* ]]; then
    local key=${current%%=*} value=${current#*=} before=''
    # readline replaces what stands behind the last of these signs
    [[ $COMP_WORDBREAKS == *=* ]] || before=$key=
    case $key in
      password_file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      components) COMPREPLY=($(compgen -P "$before" -W 'VEVENT VTODO VJOURNAL' -- "$value")) ;;
      include) COMPREPLY=($(compgen -P "$before" -W 'subscriptions generated delegated' -- "$value")) ;;
      listing) COMPREPLY=($(compgen -P "$before" -W 'auto full' -- "$value")) ;;
      tls_no_verify) COMPREPLY=($(compgen -P "$before" -W 'true false' -- "$value")) ;;
      tls_ca_file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      tls_cert) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      tls_key) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      token_file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      service_account) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      grant) COMPREPLY=($(compgen -P "$before" -W 'browser device client_credentials' -- "$value")) ;;
      output) COMPREPLY=($(compgen -P "$before" -W 'text json' -- "$value")) ;;
      progress) COMPREPLY=($(compgen -P "$before" -W 'auto json none' -- "$value")) ;;
      paths) COMPREPLY=($(compgen -P "$before" -W 'false true' -- "$value")) ;;
      conflict) COMPREPLY=($(compgen -P "$before" -W 'overwrite skip fail copy' -- "$value")) ;;
      dry_run) COMPREPLY=($(compgen -P "$before" -W 'true false' -- "$value")) ;;
      plan_json) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -P "$before" -f -- "$value")) ;;
      mirror) COMPREPLY=($(compgen -P "$before" -W 'true false' -- "$value")) ;;
      verify) COMPREPLY=($(compgen -P "$before" -W 'full etag off' -- "$value")) ;;
      notify) COMPREPLY=($(compgen -P "$before" -W 'true false' -- "$value")) ;;
      scheduling) COMPREPLY=($(compgen -P "$before" -W 'refuse strip' -- "$value")) ;;
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
    shell) COMPREPLY=($(compgen -W 'bash zsh fish man' -- "$current")) && return ;;
    command) COMPREPLY=($(compgen -W 'backup check completion diff help list login restore view' -- "$current")) && return ;;
  esac
  for word in $keys; do
    if [[ $word == "$current"* && " ${words[*]} " != *" $word"* ]]; then
      COMPREPLY+=("$word")
    fi
  done
  compopt -o nospace 2>/dev/null
}
complete -F _caldav caldav
