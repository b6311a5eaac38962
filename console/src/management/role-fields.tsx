import { useQuery } from '@tanstack/react-query'
import type { StaffRole } from '@tucai/contract'
import { Form, Radio, Select } from 'antd'
import { call } from '../api.ts'
import { useSpeech } from '../words/language.tsx'

const roles = ['administrator', 'school', 'reviewer', 'finance', 'print', 'auditor'] as const

export type RoleGiven = { role: StaffRole; schoolId?: string | undefined }

/** A role with what it means and, for an operator, the school; inside a form. */
export function RoleFields() {
  const { words } = useSpeech()
  const { management } = words
  const role = Form.useWatch<StaffRole>('role')
  const schools = useQuery({ queryKey: ['staff', 'schools'], queryFn: () => call('staffSchoolList', {}) })
  return (
    <>
      <Form.Item name="role" label={management.role} rules={[{ required: true }]}>
        <Radio.Group
          className="role-choice"
          options={roles.map((value) => ({
            value,
            label: (
              <>
                {words[value]} <span className="quiet">{management.duties[value]}</span>
              </>
            ),
          }))}
        />
      </Form.Item>
      {role === 'school' ? (
        <Form.Item
          name="schoolId"
          label={management.school}
          rules={[{ required: true, message: management.schoolMissing }]}
        >
          <Select
            loading={schools.isPending}
            showSearch={{ optionFilterProp: 'label' }}
            options={(schools.data ?? []).map(({ schoolId, name }) => ({ value: schoolId, label: name }))}
          />
        </Form.Item>
      ) : null}
    </>
  )
}
