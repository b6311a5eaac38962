import { sealedInAccounts } from './account/accounts.ts'
import { sealedInWechatIdentities } from './account/wechat-identities.ts'
import { sealedInAddresses } from './address/addresses.ts'
import { sealedInCodes } from './code/codes.ts'
import { sealedInCollections } from './collection/collections.ts'
import { sealedInUncoverings } from './dossier/uncoverings.ts'
import { sealedInIdentities } from './identity/identities.ts'
import { sealedInInvoices } from './invoice/invoices.ts'
import { sealedInNotices } from './notice/notices.ts'
import { sealedInOrders } from './order/orders.ts'
import { sealedInPayments } from './payment/payments.ts'
import { sealedInRepeats } from './platform/http/repeats.ts'
import type { SealedColumn } from './platform/sealed-columns.ts'
import { sealedInDataExports } from './rights/data-exports.ts'
import { sealedInRosters } from './roster/rosters.ts'
import { sealedInStaff } from './staff/staff-members.ts'

/** Every sealed column of the product: what is not listed here would be lost when keys rotate. */
export const sealedColumns: SealedColumn[] = [
  ...sealedInIdentities,
  ...sealedInAccounts,
  ...sealedInWechatIdentities,
  ...sealedInAddresses,
  ...sealedInCollections,
  ...sealedInCodes,
  ...sealedInOrders,
  ...sealedInPayments,
  ...sealedInInvoices,
  ...sealedInRepeats,
  ...sealedInNotices,
  ...sealedInDataExports,
  ...sealedInRosters,
  ...sealedInStaff,
  ...sealedInUncoverings,
]
