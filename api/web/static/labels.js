// Every word that the page says about types, reasons and errors.

export const TYPES = {
  lead_agency: "Cơ quan chủ trì",
  coordinating_agency: "Cơ quan phối hợp",
  advising_agency: "Cơ quan tham mưu",
  supervising_agency: "Cơ quan theo dõi, kiểm tra",
  report_to: "Nơi nhận báo cáo",
  assignee: "Cơ quan thực hiện",
  deadline: "Thời hạn",
  recurrence: "Định kỳ",
  product: "Sản phẩm",
  signer: "Người ký",
  signer_post: "Chức vụ người ký",
  issued_on: "Ngày ban hành",
  effective_on: "Ngày có hiệu lực",
  number: "Số, ký hiệu",
  subject: "Trích yếu",
  issuer: "Cơ quan ban hành",
  recipients: "Nơi nhận",
  legal_basis: "Căn cứ",
  implements: "Thực hiện văn bản",
  implemented_by: "Văn bản triển khai",
  replaced_by: "Văn bản thay thế",
  figure: "Số liệu",
  progress: "Tiến độ",
  task: "Nhiệm vụ",
  requirement: "Yêu cầu",
  purpose: "Mục đích",
  span: "Nội dung",
};

export const REASONS = {
  not_in_corpus: {
    title: "Không thấy trong kho văn bản",
    text: "Không văn bản nào trong kho nói đến điều được hỏi.",
    advice: "Hãy kiểm tra số, ký hiệu văn bản, hoặc nạp thêm văn bản vào kho.",
  },
  slot_not_stated: {
    title: "Văn bản không nêu điều này",
    text: "Đã thấy văn bản liên quan, nhưng văn bản không nêu",
    advice: "Hệ thống chỉ trả lời điều văn bản viết ra, không suy đoán thay.",
  },
  ambiguous_document: {
    title: "Có nhiều văn bản cùng khớp",
    text: "Câu hỏi có thể nói đến nhiều văn bản khác nhau.",
    advice: "Chọn văn bản cần hỏi, hoặc ghi thêm ngày, cơ quan ban hành vào câu hỏi.",
  },
  ambiguous_task: {
    title: "Có nhiều nhiệm vụ cùng khớp",
    text: "Câu hỏi có thể nói đến nhiều nhiệm vụ khác nhau.",
    advice: "Hãy ghi rõ tên nhiệm vụ, số điểm hoặc số khoản.",
  },
  out_of_scope: {
    title: "Câu hỏi nằm ngoài phạm vi",
    text: "Hệ thống chỉ trả lời về nội dung các văn bản trong kho.",
    advice: "Hãy hỏi về cơ quan, thời hạn, người ký, số liệu, yêu cầu ... nêu trong văn bản.",
  },
};

const FAULTS = {
  question_empty: "Câu hỏi đang để trống.",
  question_too_long: "Câu hỏi dài quá 2.000 ký tự. Hãy rút gọn câu hỏi.",
  question_without_words: "Câu hỏi không có chữ cái hay chữ số nào.",
  question_control_characters: "Câu hỏi có ký tự điều khiển không đọc được. Hãy gõ lại câu hỏi.",
  question_lone_surrogate: "Câu hỏi có ký tự Unicode không hợp lệ. Hãy gõ lại câu hỏi.",
};

const PROBLEMS = {
  "not-ready": "Máy chủ chưa nạp xong mô hình và chỉ mục.",
  "index-busy": "Chỉ mục đang được lập lại.",
  "index-missing": "Kho chưa có chỉ mục.",
  "index-damaged": "Chỉ mục bị hỏng. Hãy báo người quản trị xóa thư mục chỉ mục để hệ thống lập lại.",
  "index-of-another-model": "Chỉ mục được lập bằng mô hình khác. Hãy báo người quản trị.",
  "data-directory": "Máy chủ không dùng được thư mục dữ liệu. Hãy báo người quản trị.",
  model: "Máy chủ không nạp được mô hình. Hãy báo người quản trị.",
  "document-not-found": "Văn bản này không có, hoặc không còn trong kho.",
  "invalid-request": "Yêu cầu không hợp lệ.",
  "uploads-off": "Máy chủ này không nhận tệp từ trang web. Hãy nạp bằng lệnh chidao ingest, hoặc đặt CHIDAO_UPLOADS=on.",
  "upload-not-stored": "Máy chủ không lưu được tệp: ổ đĩa đầy hoặc không có quyền ghi. Chưa tệp nào được nhận.",
  "task-not-found": "Không còn lượt nạp này.",
  "task-finished": "Lượt nạp này đã xong.",
  "no-connection": "Không kết nối được với máy chủ. Hãy kiểm tra máy chủ còn chạy, rồi thử lại.",
};

export const TASK_STATES = {
  queued: "Đang chờ",
  running: "Đang nạp",
  succeeded: "Đã nạp xong",
  partial: "Đã nạp xong, có tệp lỗi",
  failed: "Không nạp được",
  cancelled: "Đã dừng",
};

export const FILE_STATES = {
  ok: "đã nạp",
  unchanged: "đã có trong kho",
  replaced: "đã thay bản cũ",
  duplicate: "trùng với văn bản đã có",
  unpacked: "đã mở gói",
  skipped: "bỏ qua",
  failed: "lỗi",
};

export const FILE_REASONS = {
  unsupported_format: "chưa hỗ trợ loại tệp này",
  empty_file: "tệp không có nội dung",
  binary_file: "tệp là dữ liệu nhị phân, không phải văn bản",
  undecodable_text: "không rõ bảng mã; hãy lưu tệp theo UTF-8",
  file_vanished: "tệp không còn trên máy chủ",
  file_refused: "máy chủ không mở được tệp",
  not_a_file: "không phải tệp thường",
  encrypted: "tệp có mật khẩu; hãy lưu lại không mật khẩu",
  damaged: "tệp bị hỏng hoặc bị cắt cụt; hãy lấy lại tệp",
  program_file: "đây là chương trình, không phải văn bản; hãy quét vi-rút",
  tool_missing: "máy chủ thiếu chương trình để đọc loại tệp này; hãy báo người quản trị",
  file_too_large: "tệp quá lớn",
  bomb: "tệp nén bung ra quá lớn, có thể là bom nén",
  timed_out: "đọc quá lâu nên đã dừng",
  out_of_memory: "đọc tốn quá nhiều bộ nhớ nên đã dừng",
  nested_too_deep: "gói tệp lồng nhau quá nhiều lớp; hãy mở ra trước",
  reader_failed: "chương trình lỗi khi đọc tệp này; xin báo lại kèm tệp",
  document_conflict: "kho đã có một bản khác của tệp này",
};

/** Say an error of the server in Vietnamese. */
export function explain(problem) {
  const fault = (problem.codes ?? []).map((code) => FAULTS[code]).find(Boolean);
  const known = fault ?? PROBLEMS[problem.slug];
  if (known) {
    return known;
  }
  return problem.status >= 500
    ? "Máy chủ gặp lỗi khi xử lý yêu cầu này."
    : "Máy chủ không nhận yêu cầu này.";
}

/** Name a section: "4" is a point, "Điều 3.2.a" names itself. */
export function sectionName(section) {
  if (!section) {
    return "";
  }
  return /^\p{Lu}\p{Ll}/u.test(section) ? section : `mục ${section}`;
}

/** Say a confidence in words. */
export function confidenceName(confidence) {
  if (confidence >= 0.8) {
    return "cao";
  }
  return confidence >= 0.5 ? "vừa" : "thấp";
}
