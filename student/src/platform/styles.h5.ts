import '../styles/web.css'
