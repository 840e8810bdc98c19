// "Chia sẻ" on a public page: the phone's own sheet, else the address on the clipboard. Without scripts the button stays hidden.
const button = document.querySelector("[data-share-page]");
const done = document.querySelector("[data-share-done]");
if (button && (navigator.share || navigator.clipboard)) button.hidden = false;
button?.addEventListener("click", async () => {
  const { sharePage: url, title } = button.dataset;
  try {
    if (navigator.share) await navigator.share({ title, url });
    else {
      await navigator.clipboard.writeText(url);
      done.textContent = "Đã chép địa chỉ trang. Dán vào Zalo hoặc tin nhắn để gửi.";
    }
  } catch (error) {
    if (error.name !== "AbortError") done.textContent = `Hãy chép địa chỉ này: ${url}`;
  }
});
