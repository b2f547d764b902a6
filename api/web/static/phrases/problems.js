// What went wrong, by the name of the problem, and why questions cannot be asked or answered.

export const PROBLEMS = {
  "problem.not-ready": ["Máy chủ chưa nạp xong mô hình và chỉ mục.", "The server is still loading its models and indexes."],
  "problem.index-busy": ["Chỉ mục đang được lập lại.", "The index is being rebuilt."],
  "problem.index-missing": ["Kho chưa có chỉ mục.", "There is no index yet."],
  "problem.index-damaged": [
    "Chỉ mục bị hỏng. Hãy báo người quản trị xóa thư mục chỉ mục để hệ thống lập lại.",
    "The index is damaged. Ask the administrator to delete the index folder; it is rebuilt then.",
  ],
  "problem.index-of-another-model": [
    "Chỉ mục được lập bằng mô hình khác. Hãy báo người quản trị.",
    "The index was built with another model. Tell the administrator.",
  ],
  "problem.data-directory": [
    "Máy chủ không dùng được thư mục dữ liệu. Hãy báo người quản trị.",
    "The server cannot use its data directory. Tell the administrator.",
  ],
  "problem.model": [
    "Máy chủ không nạp được mô hình. Hãy báo người quản trị.",
    "The server cannot load its model. Tell the administrator.",
  ],
  "problem.document-not-found": [
    "Văn bản này không có, hoặc không còn trong kho.",
    "This document is not here, or not any more.",
  ],
  "problem.invalid-request": ["Yêu cầu không hợp lệ.", "The request is not valid."],
  "problem.uploads-off": [
    "Máy chủ này không nhận tệp từ trang web. Hãy nạp bằng lệnh chidao ingest, hoặc đặt CHIDAO_UPLOADS=on.",
    "This server takes no files from the page. Use chidao ingest, or set CHIDAO_UPLOADS=on.",
  ],
  "problem.upload-not-stored": [
    "Máy chủ không lưu được tệp: ổ đĩa đầy hoặc không có quyền ghi. Chưa tệp nào được nhận.",
    "The server cannot store files: its disk is full or not writable. No file was taken.",
  ],
  "problem.task-not-found": ["Không còn lượt nạp này.", "This upload is gone."],
  "problem.task-finished": ["Lượt nạp này đã xong.", "This upload has ended."],
  "problem.no-connection": [
    "Không kết nối được với máy chủ. Hãy kiểm tra máy chủ còn chạy, rồi thử lại.",
    "The server cannot be reached. Check that it runs, then try again.",
  ],
  "problem.overloaded": [
    "Máy chủ đang quá tải. Hãy thử lại sau ít giây.",
    "The server is overloaded. Try again in a few seconds.",
  ],
  "problem.request-timeout": [
    "Máy chủ xử lý quá lâu nên đã dừng. Hãy thử lại hoặc thu hẹp yêu cầu.",
    "The server took too long and stopped. Try again or ask for less.",
  ],
  "problem.number-unknown": [
    "Không văn bản nào trong kho mang hay nhắc đến số này.",
    "No document here bears or cites this number.",
  ],
  "problem.original-not-kept": ["Không còn tệp gốc của văn bản này.", "The original file is not kept here."],
  "problem.feedback-not-stored": ["Máy chủ không ghi được đánh giá.", "The server could not keep your judgement."],
  "problem.401": ["Cần đăng nhập bằng khóa truy cập.", "You need to log in with a key."],
  "problem.403": ["Khóa đang dùng không được làm việc này.", "Your key may not do this."],
  "problem.too-many": [
    "Quá nhiều yêu cầu trong lúc này. Hãy thử lại sau {seconds} giây.",
    "Too many requests. Try again in {seconds} seconds.",
  ],
  "problem.server": ["Máy chủ gặp lỗi khi xử lý yêu cầu này.", "The server failed to handle this request."],
  "problem.refused": ["Máy chủ không nhận yêu cầu này.", "The server does not take this request."],
  "fault.question_empty": ["Câu hỏi đang để trống.", "The question is empty."],
  "fault.question_too_long": [
    "Câu hỏi dài quá 2.000 ký tự. Hãy rút gọn câu hỏi.",
    "The question has more than 2,000 characters. Shorten it.",
  ],
  "fault.question_without_words": ["Câu hỏi không có chữ cái hay chữ số nào.", "The question has no letter or digit."],
  "fault.question_control_characters": [
    "Câu hỏi có ký tự điều khiển không đọc được. Hãy gõ lại câu hỏi.",
    "The question has control characters. Type it anew.",
  ],
  "fault.question_lone_surrogate": [
    "Câu hỏi có ký tự Unicode không hợp lệ. Hãy gõ lại câu hỏi.",
    "The question has invalid Unicode. Type it anew.",
  ],
  "reason.not_in_corpus.title": ["Không thấy trong kho văn bản", "Not found in the documents"],
  "reason.not_in_corpus.text": ["Không văn bản nào trong kho nói đến điều được hỏi.", "No document held here speaks of it."],
  "reason.not_in_corpus.advice": [
    "Hãy kiểm tra số, ký hiệu văn bản, hoặc nạp thêm văn bản vào kho.",
    "Check the number, or upload more documents.",
  ],
  "reason.slot_not_stated.title": ["Văn bản không nêu điều này", "The document does not state it"],
  "reason.slot_not_stated.text": [
    "Đã thấy văn bản liên quan, nhưng văn bản không nêu {slot}.",
    "The document was found, but it does not state: {slot}.",
  ],
  "reason.slot_not_stated.advice": [
    "Hệ thống chỉ trả lời điều văn bản viết ra, không suy đoán thay.",
    "Only what documents say is answered; nothing is guessed.",
  ],
  "reason.ambiguous_document.title": ["Có nhiều văn bản cùng khớp", "Several documents fit"],
  "reason.ambiguous_document.text": [
    "Câu hỏi có thể nói đến nhiều văn bản khác nhau.",
    "The question may mean several documents.",
  ],
  "reason.ambiguous_document.advice": [
    "Chọn văn bản cần hỏi, hoặc ghi thêm ngày, cơ quan ban hành vào câu hỏi.",
    "Choose one, or add its date or issuer to the question.",
  ],
  "reason.ambiguous_task.title": ["Có nhiều nhiệm vụ cùng khớp", "Several tasks fit"],
  "reason.ambiguous_task.text": ["Câu hỏi có thể nói đến nhiều nhiệm vụ khác nhau.", "The question may mean several tasks."],
  "reason.ambiguous_task.advice": ["Hãy ghi rõ tên nhiệm vụ, số điểm hoặc số khoản.", "Name the task, or its item or clause."],
  "reason.out_of_scope.title": ["Câu hỏi nằm ngoài phạm vi", "The question is out of scope"],
  "reason.out_of_scope.text": [
    "Hệ thống chỉ trả lời về nội dung các văn bản trong kho.",
    "Only the content of the documents held here is answered.",
  ],
  "reason.out_of_scope.advice": [
    "Hãy hỏi về cơ quan, thời hạn, người ký, số liệu, yêu cầu ... nêu trong văn bản.",
    "Ask for agencies, deadlines, signers, figures, requirements ...",
  ],
  "reason.other.title": ["Chưa có câu trả lời", "No answer yet"],
  "reason.other.text": ["Không đủ căn cứ để trả lời.", "There is not enough to go by."],
  "reason.other.advice": ["", ""],
};
