export default {
  rateLimit: {
    left: "<b>{left}</b>{limit, select, none {} other { of {limit}}} {what, select, pulls {pulls} other {requests}} left{window, select, none {} other {, counted over {window}}}",
    nearTitle: "Hardly any requests are left at this registry",
    nearHelp:
      "It refuses more until its count begins anew. Signing in, or a larger plan, usually raises the limit.",
  },
  title: "Registries",
  connect: "Connect a registry",
  product: {
    generic: "Any registry",
    "docker-hub": "Docker Hub",
    harbor: "Harbor",
    gitlab: "GitLab",
    ghcr: "GitHub",
    quay: "Quay",
    ecr: "Amazon ECR",
    "ecr-public": "Amazon ECR Public",
    azure: "Azure",
    google: "Google Cloud",
    "aliyun-acr": "Aliyun ACR",
    "tencent-tcr": "Tencent TCR",
    "huawei-swr": "Huawei SWR",
    gitea: "Gitea, Forgejo",
    zot: "zot",
    artifactory: "Artifactory",
    nexus: "Nexus",
    distribution: "Distribution",
    mirror: "Mirror",
  },
  health: {
    ok: "Reachable",
    warn: "Limited",
    error: "Not usable",
    unknown: "Not checked yet",
    disabled: "Disabled",
  },
  list: {
    intro: "Everything Longshore reads images from. Addresses and passwords are kept on this server.",
    empty: "No registries yet",
    emptyHelp:
      "Connect one to browse its repositories and tags, see what an image is made of, and pull it to a Docker host.",
    emptyViewer: "An administrator can connect one. What it holds is shown here then.",
    caption: "Connected registries",
    name: "Name",
    address: "Address",
    kind: "Product",
    repositories: "Repositories",
    indexed: "Index",
    health: "State",
    filter: "Filter registries",
    settingsColumn: "Settings",
    count: "{count, plural, one {# repository} other {# repositories}}",
    someProduct: "OCI registry",
    notIndexed: "not indexed yet",
    truncated: "The registry's list ended early: there may be more.",
    settings: "Settings of {name}",
  },
  form: {
    heading: "Connect a registry",
    intro: "Its password stays on this server, sealed. Browsers never see it again.",
    product: "Product",
    name: "Name",
    address: "Address",
    addressHint: "host, host:port or a whole address with https:// or http://",
    hubAddress: "docker.io",
    hubNote:
      "Docker Hub lists by namespace only. After connecting, pin the ones you need by name, such as library/nginx. Signed in, private repositories are readable and the rate limit is higher.",
    username: "User name",
    usernameHub: "Docker ID",
    secret: "Password or token",
    secretHub: "Personal access token",
    secretKeep: "Leave empty to keep the stored one.",
    secretAnonymous: "Leave both empty to connect anonymously.",
    secretWillGo: "Saving without a user name forgets the stored password.",
    description: "Description",
    skipTlsVerify: "Skip certificate check",
    skipTlsVerifyWarning:
      "Anybody between this server and the registry can read the password and change images. Paste the certificate authority instead where you can.",
    plainHttp: "Plain HTTP",
    plainHttpWarning:
      "Password and images travel unprotected. Use it on this machine or a network you trust only.",
    allowPrivate: "Allow private networks",
    allowPrivateHint:
      "Loopback and private networks. Needed for a registry of your own; off, only public addresses are contacted.",
    submit: "Connect",
    submitAnyway: "Connect anyway",
    submitAnywayNote:
      "The test did not pass. The registry can be connected all the same and tested again later.",
    test: "Test connection",
    testAgain: "Test again",
    cancel: "Cancel",
    optional: "optional",
    connected: "{name} is connected",
    tokenHosts: "Token servers allowed to receive the password",
    tokenHostRemove: "withdraw",
    clouds: {
      ecr: {
        address:
          "ACCOUNT.dkr.ecr.REGION.amazonaws.com: the AWS console shows it in the URI of each repository (Elastic Container Registry, Repositories).",
        login:
          "Access key ID as the user name, secret access key as the password: IAM, Users, Security credentials. The policy AmazonEC2ContainerRegistryReadOnly is enough to read; deleting and pushing take AmazonEC2ContainerRegistryPowerUser.",
      },
      azure: {
        address: "NAME.azurecr.io: the login server in the Azure portal, your container registry, Overview.",
        login:
          "A service principal (application ID and client secret, with the role AcrPull, AcrPush or AcrDelete), a token of the registry (Repository permissions, Tokens) or the admin user (Access keys). A refresh token of az acr login --expose-token goes with the user 00000000-0000-0000-0000-000000000000 and ends after three hours. Tokens of some repositories do not list: pin those by name.",
      },
      google: {
        address:
          "LOCATION-docker.pkg.dev, such as europe-west3-docker.pkg.dev: Google Cloud console, Artifact Registry, your repository. gcr.io hosts too.",
        login:
          "The user name _json_key, and as the password the JSON of a service account's key (IAM, Service Accounts, Keys) with the role Artifact Registry Reader; deleting and pushing take Artifact Registry Repository Administrator. It stays here and is exchanged for access tokens of an hour.",
      },
      "ecr-public": {
        address: "public.ecr.aws. Repositories are named ALIAS/NAME.",
        login:
          "Access key ID as the user name, secret access key as the password, to list your own account's repositories; it takes ecr-public:GetAuthorizationToken, ecr-public:DescribeRepositories and sts:GetServiceBearerToken. Without them public repositories are pinned by name.",
      },
      "aliyun-acr": {
        address:
          "As docker login shows it in the console: registry.cn-hangzhou.aliyuncs.com or crpi-….personal.cr.aliyuncs.com for the personal edition, NAME-registry.cn-hangzhou.cr.aliyuncs.com for Enterprise.",
        login:
          "Best: the AccessKey of a RAM user with AliyunContainerRegistryReadOnlyAccess, or FullAccess to push and delete (RAM console, Users, Create AccessKey): its ID, beginning with LTAI, here and its secret below. Repositories are listed then, and docker's login is had for it. Or docker's own login (console, your instance, Access Credential, permanent password): it lists nothing, pin what you need by name.",
      },
      "tencent-tcr": {
        address:
          "ccr.ccs.tencentyun.com for the personal edition, NAME.tencentcloudcr.com for an Enterprise instance.",
        login:
          "Enterprise, best: the SecretId of a CAM user with QcloudTCRFullAccess or with tcr:Describe*, tcr:PullRepository* and tcr:CreateInstanceToken (console, CAM, API keys) here and its SecretKey below. Repositories are listed then, and docker's login is had for it. Or the user name and long-term token from your instance's Access Credential page. Personal edition: the account ID (digits) and the password set in the console. Docker's logins list nothing: pin what you need by name.",
      },
      "huawei-swr": {
        address: "swr.REGION.myhuaweicloud.com, such as swr.cn-north-4.myhuaweicloud.com.",
        login:
          "Best: an access key of an IAM user who may read SWR (console, My Credentials, Access Keys): its ID, twenty letters and digits, here and its secret below. Repositories are listed then, and docker's login is made of it. Or from the long-term login command in the SWR console (Dashboard, Generate Login Command): what follows -u, such as cn-north-4@AK, and as the password what follows -p; that lists nothing, pin what you need by name.",
      },
    },
    own: {
      ecr: {
        region: "Region",
        regionHint:
          "Such as eu-central-1. Read from the address where that is Amazon's own; needed for an address of yours.",
        account: "Account",
        accountHint:
          "The twelve digits in each repository's URI. Read from the address where they are in it.",
      },
      api: "Address of GitLab",
      apiHint:
        "Where you sign in to GitLab with a browser, such as https://gitlab.example.com. The access token is sent there too; it needs read_api and read_registry. Empty for GitLab.com.",
      instance: "Instance ID",
      region: "Region",
      regionHint: "Such as cn-hangzhou. Only for a domain of your own: other addresses hold it.",
      "aliyun-acr": {
        instance:
          "Enterprise with an AccessKey: the ID beginning with cri-, as the console shows it on the instance's page. Empty for the personal edition and for a docker login.",
        label: "Namespaces",
        hint: "Separated by commas. With an AccessKey, empty lists everything it may see.",
      },
      "tencent-tcr": {
        instance:
          "The ID beginning with tcr-, as the console shows it. Only for a domain of your own: at tencentcloudcr.com the instance is found by its address.",
        label: "Namespaces",
        hint: "Separated by commas. With a SecretId, empty lists everything it may see.",
      },
      "huawei-swr": {
        label: "Organisations",
        hint: "Separated by commas. With an access key, empty lists everything it may see.",
      },
      harbor: {
        label: "Projects",
        hint: "Leave empty to list everything the account may see. A robot account of one project may list that project only: name it here, as Harbor shows it under Projects.",
      },
      gitlab: {
        label: "Groups or projects",
        hint: "Paths as in the browser's address after the host, such as team or team/app, separated by commas. A group brings everything below it.",
      },
      "docker-hub": {
        label: "Namespaces",
        hint: "Users and organisations as in hub.docker.com/u/NAME, separated by commas. Empty lists those of your Docker ID.",
      },
      ghcr: {
        label: "Owners",
        hint: "Users and organisations as in github.com/NAME, separated by commas. The password is a classic access token with read:packages (Settings, Developer settings).",
      },
      quay: {
        label: "Namespaces",
        hint: "Users and organisations as in quay.io/organization/NAME. Private repositories are listed for the user name $oauthtoken with an OAuth token (organisation, Applications).",
      },
      google: {
        label: "Projects",
        hint: "PROJECT or PROJECT/REPOSITORY, separated by commas. Empty lists the project of the service account's key.",
      },
      gitea: {
        label: "Owners",
        hint: "Users and organisations whose packages to list, separated by commas. Leave empty to list everything the account may see.",
      },
    },
  },
  certificate: {
    label: "Certificate authority",
    hint: "Where its certificate is not publicly trusted: <paste>paste a certificate</paste>, drop a file or <choose>choose one</choose>.",
    placeholder: "-----BEGIN CERTIFICATE-----",
    drop: "Drop the file to read it",
    pasteArea: "Certificate in PEM form",
    replace: "replace",
    remove: "remove",
    reading: "Reading the certificate…",
    until: "until {date}",
    details: "Details",
    subject: "Subject",
    issuer: "Issuer",
    names: "Names",
    noNames: "none (no subjectAltName)",
    valid: "Valid",
    validRange: "{from} to {to}",
    key: "Key",
    fingerprint: "SHA-256",
    more: "and {count, plural, one {# more certificate} other {# more certificates}}",
    tooLarge: "This file is too large for a certificate.",
    warning: {
      expired: "This certificate has expired.",
      not_yet_valid: "This certificate is not valid yet.",
      not_authority:
        "This is a server's certificate, not an authority's. It is trusted only if the registry presents exactly this one.",
      no_alt_names:
        "It has no subjectAltName, so no client accepts it for any host name. Have it issued again with one.",
    },
  },
  test: {
    heading: "Connection test",
    idle: "Goes through these steps with the values in the form. Testing saves nothing.",
    running: "Testing…",
    passed: "The connection works.",
    failed: "The connection does not work yet.",
    stale: "Values changed since this test.",
    useInstead: "Use {endpoint}",
    approve: "Let {host} receive the password",
    approveNote:
      "The registry says that passwords are to be sent to {host}, which is another site. Allow it only if you know that this is the registry's token server. The decision is kept in the audit log.",
    upstream: "The error, word for word",
    state: {
      running: "under way",
      ok: "done",
      warn: "with limits",
      error: "failed",
      skipped: "not run",
    },
    step: {
      address: {
        running: "Looking up the address",
        ok: "Address resolves",
        error: "Address",
        detail: "{host} → {addresses}",
      },
      tls: {
        running: "Checking the certificate",
        ok: "TLS trusted",
        error: "TLS",
        skipped: "No TLS",
        byPasted: "by the authority you pasted: {issuer}. Valid until {expires}",
        bySystem: "by {issuer}. Valid until {expires}",
        notChecked: "Certificate not checked",
        notCheckedDetail: "{issuer}, valid until {expires}. Whoever answers is believed.",
        plain: "Plain HTTP: password and images travel unprotected.",
      },
      api: {
        running: "Asking /v2/",
        ok: "/v2/ answers",
        error: "/v2/",
        anonymous: "no sign-in asked for",
        basic: "asks for user name and password",
        bearer: "token sign-in",
      },
      signIn: {
        running: "Signing in",
        ok: "Signed in",
        error: "Sign-in",
        as: "as {username}",
        anonymous: "Anonymous access accepted",
        refused:
          "Check both, and that neither has expired. Many registries want an access token instead of the password.",
        anonymousDetail: "without user name and password",
      },
      listing: {
        running: "Asking for the list of repositories",
        ok: "Listing offered",
        error: "List of repositories",
        warn: "Listing is not allowed for this account",
        pin: "You can still pin repositories by name, or give the account registry:catalog",
        count: "{count, plural, =0 {no repositories yet} one {# repository} other {# repositories}}",
        pinned: "Repositories are pinned by name",
        pinnedDetail: "This product does not list them.",
      },
      product: {
        running: "Finding out what it is",
        ok: "It is {productName}",
        error: "Product",
        unknown: "It speaks the distribution API",
        unknownDetail: "and does not say which product it is",
      },
      notReached: "not reached",
    },
  },
  settings: {
    heading: "Settings of {name}",
    title: "Settings",
    save: "Save",
    saved: "Saved",
    testSaved: "Test saved connection",
    withoutSecret:
      "Tested without the stored password: it goes to the saved address with the saved certificate settings only. Type it again to test the sign-in too.",
    testChanges: "Test changes",
    forget: "Forget credential",
    forgetTitle: "Forget the credential of {name}?",
    forgetConsequence:
      "User name and password are deleted from this server. The registry stays connected and is read anonymously: what needs a sign-in is no longer refreshed or pulled until you enter one again.",
    forgotten: "Credential forgotten",
    noCredential: "No credential is stored: the registry is read anonymously.",
    credential: "Credential",
    credentialStored: "Signs in as <username></username>. Stored <ago></ago>, sealed. Never shown again.",
    disable: "Disable",
    disableTitle: "Disable {name}?",
    disableConsequence:
      "Longshore sends it no request until it is enabled again: no refresh, no pull, no test. What is indexed stays readable.",
    disabled: "{name} is disabled",
    disabledNote: "This registry is disabled. No request goes to it; what is indexed stays readable.",
    testDisabled: "Enable the registry first: a disabled one gets no request.",
    enable: "Enable",
    enabled: "{name} is enabled",
    availability: "Availability",
    enabledState: "Enabled: the index is refreshed, images can be pulled.",
    remove: "Remove registry",
    removeTitle: "Remove {name}?",
    removeConsequence:
      "{count, plural, =0 {Its address and credential} one {Its address, its credential and the index of # repository} other {Its address, its credential and the index of # repositories}} are deleted from Longshore. Nothing is deleted in the registry itself. This cannot be undone.",
    removeNote: "Deletes what Longshore knows of it. Nothing is deleted in the registry itself.",
    removed: "{name} is removed",
    danger: "Danger zone",
    pinnedHelp:
      "For registries that do not list their repositories, and for the ones you want at hand. Pinned by name, they are indexed like all others.",
    pinnedMore: "There are more; the registry's page has them all.",
    pinName: "Repository",
    pin: "Pin",
    unpin: "Unpin",
    unpinName: "Unpin {repository}",
    pinned: "Pinned repositories",
    open: "Open repositories",
  },
} as const;
