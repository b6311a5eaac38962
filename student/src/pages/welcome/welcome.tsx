import {View} from "@tarojs/components"
import { createClient } from '@tucai/contract/client'
import Taro, {useDidShow} from '@tarojs/taro'
export default function Welcome() { useDidShow(()=>{console.log(Taro.getCurrentPages().length)}); const r=async()=>{ const x = await import('@tucai/contract/regions'); console.log(x.regionName('310115'), createClient) }; return <View className="a" onClick={r}>hello</View> }
