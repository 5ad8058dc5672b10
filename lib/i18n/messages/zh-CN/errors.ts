import type { Translation } from "../../shape.ts";
import type en from "../en/errors.ts";

export default {
  code: {
    UNAUTHENTICATED: {
      title: "您尚未登录",
      help: "会话已结束或尚未建立。请登录后重试。",
    },
    FORBIDDEN: {
      title: "您的角色没有此权限",
      help: "请让管理员代为操作，或调整您的角色。此次尝试已被记录。",
    },
    INVALID_INPUT: {
      title: "表单中有内容不正确",
      help: "请检查标出的字段。未做任何更改。",
    },
    NOT_FOUND: {
      title: "找不到该内容",
      help: "它可能已被移除或改名，也可能是您无权查看。",
    },
    CONFLICT: {
      title: "与当前状态冲突",
      help: "可能有人刚刚修改过。请重新加载页面后再看。",
    },
    RATE_LIMITED: {
      title: "请求过于频繁",
      help: "请等待{seconds, plural, =0 {片刻} other { # 秒}}后重试。",
    },
    UNSUPPORTED: {
      title: "此处不支持该操作",
      help: "对方不提供此功能，详情中有它的答复。",
    },
    REGISTRY_UNREACHABLE: {
      title: "无法连接 {host}",
      help: "请确认镜像仓库正在运行、地址正确，且中间没有防火墙拦截。",
    },
    REGISTRY_UNAUTHORIZED: {
      title: "无权访问 {host}",
      help: "请在镜像仓库设置中检查用户名和密码（或令牌），以及该账号的权限。",
    },
    REGISTRY_REJECTED: {
      title: "{host} 拒绝了请求",
      help: "详情中有它的原文答复。",
    },
    TLS_UNTRUSTED: {
      title: "{host} 的证书不受信任",
      help: "请将签发该证书的机构的证书粘贴到镜像仓库设置中。",
    },
    DOCKER_UNREACHABLE: {
      title: "无法连接 {endpoint}",
      help: "请确认那里的 Docker 正在运行，且 Longshore 有权使用它的套接字。",
    },
    DOCKER_REJECTED: {
      title: "Docker 拒绝了请求",
      help: "详情中有守护进程的原文答复。",
    },
    DATABASE_UNAVAILABLE: {
      title: "数据库没有响应",
      help: "所有人仍保持登录，没有丢失任何数据。请稍后重试；原因见服务器日志。",
    },
    TIMEOUT: {
      title: "等待超时",
      help: "对方响应太慢。请重试；如果一直如此，请检查它的负载和网络。",
    },
    CANCELLED: {
      title: "已取消",
      help: "操作在完成之前被停止，可随时重新开始。",
    },
    INTERNAL: {
      title: "服务器内部出错",
      help: "{request, select, none {错误已写入服务器日志，维护者可在其中查看详情。} other {错误已写入日志。请将下方的请求编号告知服务器的维护者。}}",
    },
  },
  reason: {
    dns_not_found: {
      title: "找不到 {host} 的地址",
      help: "请检查拼写。如果名称无误，说明本服务器的 DNS 无法解析它。",
    },
    connection_refused: {
      title: "{host} 没有服务在监听",
      help: "请检查端口，并确认镜像仓库正在运行。",
    },
    connection_reset: {
      title: "与 {host} 的连接中断",
      help: "请重试。如果一直如此，可能是中间的代理或防火墙所致，或者把 https 写成了 http。",
    },
    egress_refused: {
      title: "Longshore 不会连接 {host}",
      help: "这是私有、本地或保留地址。管理员可以在镜像仓库设置中允许私有地址。",
    },
    http_server_on_https: {
      title: "{host} 使用的是明文 HTTP",
      help: "请使用以 http:// 开头的地址，或为镜像仓库配置 TLS。",
    },
    https_server_on_http: {
      title: "{host} 要求使用 HTTPS",
      help: "请使用以 https:// 开头的地址。",
    },
    not_a_registry: {
      title: "{host} 上没有镜像仓库",
      help: "有服务器应答，但 /v2/ 的答复不像镜像仓库。请检查端口和路径。",
    },
    redirect_refused: {
      title: "未跟随重定向",
      help: "{host} 重定向到了不应接收该请求的地方。请直接填写最终地址。",
    },
    tls_unknown_authority: {
      title: "{host} 的证书由未知机构签发",
      help: "请将签发机构的证书（PEM）粘贴到镜像仓库设置中。",
    },
    tls_self_signed: {
      title: "{host} 使用自签名证书",
      help: "将这张证书（PEM）粘贴到镜像仓库设置中，即可只信任它。",
    },
    tls_expired: {
      title: "{host} 的证书已过期",
      help: "请在镜像仓库上更新证书。在此之前，与它的连接不安全。",
    },
    tls_not_yet_valid: {
      title: "{host} 的证书尚未生效",
      help: "请先核对两台机器的时钟，再检查证书的有效期。",
    },
    tls_name_mismatch: {
      title: "证书与 {host} 不匹配",
      help: "请使用证书中包含的名称，或签发一张包含此名称的证书。",
    },
    tls_no_subject_alt_name: {
      title: "{host} 的证书没有 subjectAltName",
      help: "只有通用名（CN）的证书已不被接受，Docker 也一样。请重新签发并加上 subjectAltName。",
    },
    tls_client_certificate_required: {
      title: "{host} 要求客户端证书",
      help: "Longshore 无法提供客户端证书。请在镜像仓库上允许使用用户名和密码登录。",
    },
    certificate_unreadable: {
      title: "无法从这段文本中读取证书",
      help: "请粘贴 PEM 格式的内容，包含 BEGIN CERTIFICATE 和 END CERTIFICATE 两行。",
    },
    credentials_refused: {
      title: "{host} 不接受该用户名或密码",
      help: "请在镜像仓库设置中重新输入。许多镜像仓库要求使用访问令牌而不是密码。",
    },
    credentials_missing: {
      title: "{host} 要求登录",
      help: "当前以匿名方式访问。请在镜像仓库设置中添加用户名和令牌（或密码）。",
    },
    token_host_unapproved: {
      title: "登录指向了另一台主机：{tokenHost}",
      help: "管理员在连接测试中批准之后，它才会收到密码。如果您认识这台主机，请予以批准。",
    },
    key_unreadable: {
      title: "密码不是服务账号的密钥",
      help: "请粘贴 Google Cloud 生成的完整 JSON 密钥文件，包括首尾的大括号。",
    },
    token_refused: {
      title: "{host} 的令牌服务器拒绝了请求",
      help: "请检查凭据和该账号的权限。详情中有服务器的原文答复。",
    },
    permission_missing: {
      title: "该账号在 {host} 上没有此权限",
      help: "请在镜像仓库上为该账号授权，或改用其他账号。",
    },
    instance_unknown: {
      title: "无法确定 {host} 对应的实例",
      help: "请在镜像仓库设置中填写实例 ID；如果使用自定义域名，还需填写地域。",
    },
    listing_refused: {
      title: "{host} 不提供仓库列表",
      help: "请在镜像仓库页面上按名称固定需要的仓库。",
    },
    namespace_unknown: {
      title: "{host} 上没有名为 {name} 的命名空间",
      help: "请检查镜像仓库设置中的拼写，以及该账号是否有权查看。",
    },
    manifest_unknown: {
      title: "没有这个标签或摘要",
      help: "它可能刚刚被删除或移动。请刷新仓库。",
    },
    blob_unknown: {
      title: "镜像仓库中没有这个镜像层或文件",
      help: "清单引用了它，但它已被删除或从未上传成功。请重新推送该镜像。",
    },
    name_unknown: {
      title: "镜像仓库中没有这个名称的仓库",
      help: "请检查拼写，以及该账号是否有权查看。",
    },
    digest_mismatch: {
      title: "内容与其摘要不符",
      help: "内容未被保存。镜像仓库或其前面的代理返回了被改动或损坏的数据。",
    },
    media_type_mismatch: {
      title: "镜像仓库对同一内容给出了两种类型",
      help: "内容未被保存。请用较新的工具重新推送该镜像。",
    },
    too_large: {
      title: "答复超出了 Longshore 接受的大小",
      help: "{limit, select, none {} other {超过 {limit} 后}}即停止读取，内容未被保存。如果这确实是正常的内容，请向我们反馈。",
    },
    endless_listing: {
      title: "镜像仓库的列表没有尽头",
      help: "分页一直没有结束，因此 Longshore 停止了读取。此前得到的内容均已显示，也不会因此认为有内容被删除。",
    },
    unexpected_answer: {
      title: "无法理解 {host} 的答复",
      help: "它前面可能有代理或登录页面。详情中有它的原文答复。",
    },
    registry_failed: {
      title: "{host} 的镜像仓库发生内部错误",
      help: "它返回了自身的错误，原因见它的日志。可能是其存储已满或不可用。",
    },
    too_many_requests: {
      title: "镜像仓库要求暂缓请求",
      help: "{until, select, none {Longshore 稍后会自动重试。} other {在 {until} 之前它不接受请求，之后 Longshore 会自动重试。}}登录账号通常可以获得更高的限额。",
    },
    delete_disabled: {
      title: "{host} 未启用删除",
      help: "请在镜像仓库的存储配置中启用删除（storage.delete.enabled: true）。",
    },
    tag_delete_unsupported: {
      title: "{host} 不能只删除标签",
      help: "它只能按摘要删除，指向该摘要的所有标签会一并消失。",
    },
    tag_moved: {
      title: "{tag} 在您查看之后已发生变化",
      help: "它现在指向另一个镜像，因此未对它做任何操作。请重新查看后再决定。",
    },
    tags_appeared: {
      title: "指向该镜像的标签比之前显示的更多",
      help: "{tags} 也会随之消失，因此没有删除任何内容。请重新查看后再决定。",
    },
    tag_taken: {
      title: "标签 {tag} 已指向另一个镜像",
      help: "请换一个名称，或确认要移动该标签。",
    },
    deletion_incomplete: {
      title: "{total} 个标签中有 {kept} 个未被删除",
      help: "各自的原因见此任务。其余标签已删除。",
    },
    delete_unsupported: {
      title: "无法通过 {host} 删除任何内容",
      help: "该产品不向其他程序提供删除功能。请在它自己的页面中删除，或在它所缓存的源仓库中删除。",
    },
    delete_locked: {
      title: "{host} 禁止删除此内容",
      help: "那里有规则将其设为不可变或已锁定，详情中有说明。请先修改该规则。",
    },
    still_referenced: {
      title: "仍有内容指向该摘要，{host} 不予删除",
      help: "请先删除引用它的标签和多平台镜像。如果没有任何引用，则说明该账号无权在此删除。",
    },
    tag_is_last: {
      title: "{tag} 现在是该镜像的最后一个标签",
      help: "该镜像仓库会随最后一个标签一并删除镜像。原本会保留该镜像的标签已不存在，因此未予删除。请重新查看。",
    },
    last_of_repository: {
      title: "{host} 不允许删除软件包中的最后一个镜像",
      help: "请在它自己的页面中删除整个软件包。",
    },
    push_refused: {
      title: "{host} 未接受该内容",
      help: "没有任何内容以此名称保存。详情中有它给出的理由。",
    },
    push_too_large: {
      title: "内容超出了 {host} 的大小限制",
      help: "请调高镜像仓库或其前面代理的限制（nginx：client_max_body_size）。",
    },
    push_unsupported: {
      title: "无法向 {host} 推送",
      help: "它是只读的，可能是另一个镜像仓库的缓存。请推送到源仓库。",
    },
    parts_missing: {
      title: "镜像仓库缺少该清单的部分内容",
      help: "某个镜像层、配置或某个平台的镜像不在其中。请先推送这些内容，再推送清单。",
    },
    push_place_unknown: {
      title: "{host} 上没有这个名称的存放位置",
      help: "请先在该镜像仓库上创建对应的项目或仓库，或检查名称：它不会自动创建。",
    },
    quota_exceeded: {
      title: "{host} 的配额已用完",
      help: "请删除那里不再需要的内容，或请管理员提高项目配额，然后重试：已传到的内容会保留。",
    },
    target_moved: {
      title: "{name} 在此期间已被移动",
      help: "它不再是您同意替换的内容，因此未作改动。请重新下达复制，查看那里现在是什么。",
    },
    schema1_unsupported: {
      title: "该镜像使用 2016 年以前的格式（schema 1）",
      help: "Docker 已无法拉取它。请用较新的工具重新构建并推送。",
    },
    platform_unknown: {
      title: "该镜像没有 {name} 平台的版本",
      help: "请从该标签提供的平台中选择。",
    },
    daemon_socket_missing: {
      title: "{endpoint} 处没有 Docker 套接字",
      help: "请安装或启动 Docker，或将 DOCKER_HOST 设为它的监听地址。如果在容器中运行，请挂载该套接字。",
    },
    daemon_socket_denied: {
      title: "Longshore 无权使用 {endpoint}",
      help: "请将运行 Longshore 的用户加入 docker 组，然后重启 Longshore。",
    },
    daemon_not_running: {
      title: "{endpoint} 处的 Docker 没有应答",
      help: "请在那里启动它：systemctl start docker。停止的原因见它的日志。",
    },
    daemon_silent: {
      title: "{endpoint} 处的 Docker 接受连接但不应答",
      help: "请查看该机器的负载和守护进程的日志。如果它已卡死，请重启：systemctl restart docker。",
    },
    daemon_insecure_registry: {
      title: "Docker 不会以明文 HTTP 访问此镜像仓库",
      help: "请将镜像仓库加入该主机 daemon.json 的 insecure-registries 并重启 Docker，或改用 TLS。",
    },
    daemon_unknown_authority: {
      title: "Docker 不信任镜像仓库的证书",
      help: "请将签发机构的证书放到该主机的 /etc/docker/certs.d/host:port/ca.crt，无需重启。",
    },
    daemon_registry_unreachable: {
      title: "Docker 无法连接 {host}",
      help: "它已尝试多次。请确认镜像仓库正在运行、Docker 主机可以连接它，然后重新拉取：已完成的层会保留。",
    },
    daemon_pulls_limited: {
      title: "{host} 限制了拉取次数",
      help: "请稍后重新拉取。登录账号通常可以获得更高的限额。",
    },
    daemon_disk_full: {
      title: "Docker 主机的磁盘已满",
      help: "请清理不再需要的镜像和容器，然后重新拉取。",
    },
    daemon_no_matching_platform: {
      title: "该镜像没有适用于此平台的版本",
      help: "请选择此标签提供的平台之一。",
    },
    daemon_pull_denied: {
      title: "Docker 无权拉取该镜像",
      help: "请检查镜像仓库的凭据，以及该账号在那里的权限。",
    },
    daemon_image_not_found: {
      title: "Docker 找不到该镜像",
      help: "该标签可能刚刚被删除。请刷新仓库。",
    },
    secret_needed_for_new_host: {
      title: "地址已更改：请重新输入密码",
      help: "已保存的密码绝不会发送到其他地址。",
    },
    secret_key_wrong: {
      title: "无法解开已保存的密码",
      help: "本服务器正在使用另一个加密密钥。请恢复原来的密钥（LONGSHORE_SECRET_KEY 或 secret.key），或重新输入密码。",
    },
    setup_closed: {
      title: "Longshore 已完成初始设置",
      help: "管理员已存在。请登录，或申请一个账号。",
    },
    setup_token_wrong: {
      title: "此设置链接无效",
      help: "请原样打开服务器日志中显示的链接。",
    },
    sign_in_refused: {
      title: "用户名或密码错误",
      help: "请检查后重试。如果忘记密码，管理员可以为您设置新密码。",
    },
    sign_in_throttled: {
      title: "尝试次数过多",
      help: "请等待{seconds, plural, =0 {片刻} other { # 秒}}后重试。",
    },
    own_account: {
      title: "不能对自己的账号执行此操作",
      help: "需由另一位管理员操作。您可以在账号页面修改自己的密码。",
    },
    last_administrator: {
      title: "这是最后一位管理员",
      help: "请先将其他人设为管理员，否则将无人能管理 Longshore。",
    },
    name_taken: {
      title: "名称 {name} 已被使用",
      help: "请换一个名称。名称不区分大小写。",
    },
    index_running: {
      title: "{name} 正在建立索引",
      help: "可在该镜像仓库的页面查看进度；如果已暂停，请在那里继续。",
    },
    registry_disabled: {
      title: "此镜像仓库已停用",
      help: "在管理员于设置中重新启用之前，不会向它发送任何请求。",
    },
    worker_lost: {
      title: "运行此任务的进程已不在",
      help: "它被重启或已崩溃，后台没有任何操作在继续。请重新开始任务。",
    },
    database_disk_full: {
      title: "Longshore 数据库所在的磁盘已满",
      help: "由于无法写入记录，没有做任何更改。请在服务器上释放一些空间，之后一切会自动恢复。",
    },
  },
  unnamed: {
    host: "该镜像仓库",
    endpoint: "Docker",
    tokenHost: "其他主机",
    name: "（您所选的名称）",
  },
} satisfies Translation<typeof en>;
