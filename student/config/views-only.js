/** A mini program's style sheets know no `*`: there it means a view. */
module.exports = () => ({
  postcssPlugin: 'views-only',
  Rule(rule) {
    if (rule.selector.includes('*')) rule.selector = rule.selector.replaceAll('*', 'view')
  },
})
module.exports.postcss = true
