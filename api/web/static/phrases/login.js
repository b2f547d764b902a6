// The page that takes a key.

export const LOGIN = {
  "login.title": ["Đăng nhập · Chỉ Đạo", "Log in · Chỉ Đạo"],
  "login.key": ["Khóa truy cập", "Access key"],
  "login.hint": [
    "Khóa do người quản trị hệ thống cấp, bắt đầu bằng chidao_.",
    "Your administrator gives you the key; it begins with chidao_.",
  ],
  "login.enter": ["Đăng nhập", "Log in"],
  "login.refused": [
    "Khóa không dùng được: không có, đã hết hạn hoặc đã bị thu hồi.",
    "This key opens nothing: it is unknown, has expired or was revoked.",
  ],
  "login.too_often": [
    "Thử quá nhiều lần, xin đợi một lát rồi thử lại.",
    "Too many attempts; please wait a little and try again.",
  ],
  "login.no_answer": [
    "Máy chủ không trả lời được, xin thử lại sau.",
    "The server cannot answer; please try again later.",
  ],
  "login.unreachable": ["Không kết nối được với máy chủ.", "The server cannot be reached."],
};
