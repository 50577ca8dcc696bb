# Harmonia


## Bot: words used everywhere

language-name = English
back = ‹ Back
cancel = Cancel
continue = Continue
yes = Yes
no = No
progress = { $done }/{ $total }
please-choose = Please use one of the buttons below the question.
please-choose-number = Please choose a number from { $from } to { $to }.
please-type = Please type your answer as a message.
tap-again = That tap is already counted.
tap-old = That button is from earlier. Here is the question that is open now.
tap-over = That button is from earlier and does nothing any more.
nothing-changed = Nothing was changed.
nothing-to-do = There is nothing for you to do here at the moment.
sorry-failed = Sorry, something went wrong on our side, and your last message was not handled. Nothing you answered before is lost. Please try again with /continue.
refresh-failed = We could not show you the next step just now. Please tap Continue or send /continue; if that does not help, write to the organisers (/help).
picture-missing = Telegram did not show the picture, so we do not ask about it now. Please try again; if it stays like this, write to the organisers (/help).
try-again = Try again
file-not-sent = A file for you could not be sent: Telegram did not take it. Please ask for it again later; if that does not help, write to the organisers (/help).
group-goodbye = I only talk in private chats, so I am leaving this group. Please write to me directly.
command-unknown = I do not know that command. /help lists all of them.
command-not-yours = That command is not available to you. Staff sign in with /login.
join-first = Please join the study first: open the invite link you were given.
participants-only = That command is for participants. You are signed in as staff; /help lists what you can do.
staff-idle = You are signed in as staff. /help lists your commands.

## Bot: start and language

bot-description = Harmonia is a study about who would like to meet whom. You take part in three short stages: a photo, a questionnaire and a lab kit. An invite is needed. Your data stay yours: /privacy, /export and /delete_my_data work at any time.
bot-short-description = A study about who would like to meet whom. By invitation.
start-welcome = <b>Welcome to { $study }.</b>
    The study has three stages: a photo, a questionnaire and a lab kit. Each takes a few minutes of your time, and you can stop at any point; /continue brings you back.
start-again = You have already joined, so you do not need the link again. Here is where you are:
start-without-invite = { $study } is open by invitation. Please open the invite link you were given. If you took part before with another Telegram account, use /login.
start-invite-unknown = This invite is not valid. Please check that the link is complete, or ask the organisers for a new one.
start-invite-used = This invite has already been used; each one works for one person. Please ask the organisers for one of your own.
start-invite-expired = This invite has expired. Please ask the organisers for a new one.
start-cohort-state = The group this invite belongs to is complete and takes no new people. Please ask the organisers about the next one.
language-ask = Which language shall we use?
language-set = Done. We will use this language from now on.
adult-ask = This study is for adults only. Are you 18 or older?
adult-yes = Yes, I am 18 or older
adult-no = No
adult-refused = Then you cannot take part: the study is for adults only, and we have asked nothing else of you. /delete_my_data removes even this. If you tapped by mistake, just answer again.

## Bot: consent

consent-agree = I agree
consent-refuse = I do not agree
consent-required = Needed to take part.
consent-optional = Your free choice; you can take part without it.
consent-needed = Without this consent we cannot run the study with you, so we stop here. Nothing is lost: you can read it again and agree at any time, or remove everything with /delete_my_data.
consent-face-title = Your photo
consent-face-text = We ask for one photo of your face and describe it by numbers on our own computer. The description is stored encrypted. Nobody is ever told how attractive anybody is. People you are matched with see the photo.
consent-personality-title = Your answers
consent-personality-text = You answer some forty short statements about yourself. Your answers are turned into seven traits and compared with those of others. Other participants never see them.
consent-genetic-title = Your HLA type
consent-genetic-text = A lab determines three immune genes (HLA-A, -B and -DRB1) from your sample. The lab learns only the code of your kit, not who you are. The result is stored encrypted, is used only for comparison within this study, and is no medical finding.
consent-matching-title = Being shown to others
consent-matching-text = When all three stages are complete, your first name or nickname, your age and your photo are shown to a few participants you may suit, and theirs to you. They also stand in the match reports of these participants, who keep them as files. Your contact is given only if both of you say yes twice.
consent-research-title = Research
consent-research-text = Your answers may be analysed, under a code instead of your name, to find out whether the predictions were right. Only figures about groups of ten or more are ever published.

## Bot: account

email-ask = <b>What is your e-mail address?</b>

    Organisers use it to reach you about the study, and you can use it to move to another Telegram account.
email-invalid = That does not look like an e-mail address. It should be like name@example.org.
email-taken = That address is already in use. If it is yours, use /login to move your participation here; otherwise please type another.
password-ask = <b>Would you like to set a password?</b>

    You only need one to move to another Telegram account, or to see, export and delete your data outside Telegram. Type one of 12 characters or more – we delete your message at once – or skip it.
password-skip = No password
password-type = Please type a password as a text message, or continue without one.
password-too-short = That is too short. Please use 12 characters or more; a few words in a row work well.
password-too-long = That is too long. Please use 200 characters at most.
password-common = That one is easy to guess because many people use it. Please choose another.
password-contains-email = Please choose a password that does not contain your e-mail address.
password-saved = Your password is set.
secret-deleted = Your message with the password is deleted.
secret-kept = ⚠ Telegram did not let us delete your message with the password. Please delete it yourself: press and hold it, then choose Delete.
secret-unused = That was typed for a password question that is over, so it was not used. If you wanted to sign in, please send /login.
secret-edited = While a password is asked for, an edited message is deleted and not used. Please type the answer as a new message.

## Bot: about you

about-known = So far: { $value }
about-sex = Are you a woman or a man?
about-sex-hint = We need it to know to whom you may be shown.
sex-female = Woman
sex-male = Man
about-seeks = Who would you like to meet?
about-seeks-hint = You will rate example faces of this sex.
seeks-female = Women
seeks-male = Men
seeks-both = Women and men
about-birthYear = In which year were you born?
about-birthYear-hint = Four digits, for instance 1990.
birth-year-invalid = Please type a year with four digits, for instance 1990.
birth-year-minor = That year makes you under 18, and the study is for adults only. If you mistyped it, please type the year again. Otherwise /delete_my_data removes what we have.
about-seeksAgeMin = What is the youngest age you would like to meet?
about-seeksAgeMin-hint = A number from 18.
about-seeksAgeMax = And the oldest?
about-seeksAgeMax-hint = A number up to 99, not below the age before.
age-invalid = Please type a whole number from { $minimum } to { $maximum }.
about-displayName = What may we call you?
about-displayName-hint = A first name or nickname. It is shown to the people you are matched with.
name-invalid = Please type a name with at least one letter or symbol.
name-long = That name has { $length } characters. Please keep it to 60 or fewer.
name-thanks = Thank you, { $name }.
check-title = Please check your answers
check-hint = They decide who may be shown to you, and to whom you may be shown. Whom you would like to meet is fixed after this, because example faces are chosen for it. The rest can be corrected later, for a while: /profile
check-yes = Yes, that is right
about-line = { $field }: { $value }
ages-from-to = { $minimum } to { $maximum }
part-displayName = Name
part-sex = Sex
part-birthYear = Year of birth
part-seeks = You would like to meet
part-ages = At the ages
part-email = E-mail
change-displayName = Change name
change-sex = Change sex
change-birthYear = Change birth year
change-seeks = Change who I seek
change-ages = Change ages
change-email = Change e-mail
correct-title = What you told us about yourself
correct-empty = You have not told us anything about yourself yet. /continue brings you to the questions.
correct-may-all = You can correct the name until your group is complete, birth year, sex and ages until your photo stage is sealed, and the e-mail at any time.
correct-may-sealed = Your photo stage is sealed, so birth year, sex and ages can no longer be changed. You can correct the name until your group is complete, and the e-mail at any time.
correct-may-frozen = Your group is complete, so only the e-mail can be changed now.
correct-sealed = Your photo stage is sealed, so that can no longer be changed.
correct-frozen = Your group is complete, so that can no longer be changed.
correct-keep = Leave it as it is
corrected-name = Saved. Others will read the name { $name }.
corrected-birth-year = Saved: born in { $year }. You count as { $age } years old and can be shown only to people who seek that age. Your invitation and your place in the study stay as they are.
corrected-sex = Saved: { $sex }. You can be shown only to people who seek that sex. Your invitation and your place in the study stay as they are.
corrected-ages = Saved: from { $minimum } to { $maximum }. Only people of these ages can be shown to you, and you to them. Your invitation and your place in the study stay as they are.
corrected-email = Saved: { $email }. That is the address with which you sign in. Your invitation and your place in the study stay as they are.

## Bot: phase 1

selfie-ask = <b>Stage 1 of 3: your photo</b>

    Please send one photo of your face.
    • Only you in the picture, looking at the camera
    • Daylight from the front, no sunglasses
    • Your face fills about a third of the picture
selfie-again = Please send another photo.
selfie-analysing = Thank you. We are looking at your photo; this takes a few seconds.
selfie-wait = We are still looking at your photo. The answer will come by itself; you do not need to do anything.
selfie-send-photo = Please send a photo: tap the paper clip, then choose or take a picture of your face.
selfie-preview = This photo works well. Shall we use it?
selfie-use = Use it
selfie-retake = Retake
selfie-not-video = A video does not work here. Please send a still photo.
selfie-not-video-note = A round video message does not work here. Please send a still photo.
selfie-not-voice = A voice message does not work here. Please send a photo of your face.
selfie-not-sticker = A sticker does not work here. Please send a photo of your face.
selfie-not-contact = A contact card does not work here. Please send a photo of your face.
selfie-not-animation = A GIF or animation does not work here. Please send a still photo.
selfie-not-file = That file is not a picture. Please send a photo, or an image file as JPEG, PNG or WebP.
selfie-not-location = A location does not work here. Please send a photo of your face.
selfie-not-other = That does not work here. Please send a photo of your face.
selfie-problem-album = You sent several pictures at once. Please send just one.
selfie-problem-too-large = That file is over 20 MB, more than Telegram lets us read. Send it as a photo instead of a file, or choose a smaller one.
selfie-problem-failed = We could not read that photo just now. It may have been lost on the way.
selfie-problem-not-an-image = We could not open that file as a picture. JPEG, PNG and WebP work.
selfie-problem-heic = That is a HEIC or AVIF picture that we cannot read. Send it as a photo instead of a file and Telegram converts it.
selfie-problem-animated = That picture is animated. Please send a still photo.
selfie-problem-too-many-pixels = That picture has too many pixels. Send it as a photo instead of a file, or choose a smaller one.
selfie-problem-image-too-small = That picture is too small to see your face well. Please send a larger one, at least 160 pixels on each side.
selfie-problem-no-face = We found no face in that picture. Face the camera, take off anything that covers your face, step into the light, and hold still.
selfie-problem-several-faces = We see more than one face. Please send a photo with only you in it.
selfie-problem-too-small = Your face is too small in that picture. Come closer, or hold the camera at arm’s length.
selfie-problem-face-cut = Your face is cut off at the edge. Please keep the whole face, from hair to chin, in the picture.
selfie-problem-too-dark = That picture is too dark. Turn to a window or switch on a light in front of you.
selfie-problem-too-bright = That picture is too bright. Turn away from the strong light, or switch off the flash.
selfie-problem-blurred = That picture is blurred. Wipe the lens, hold the camera still and try again.
selfie-problem-turned-away = Your face is turned away. Please look straight into the camera.
calibration-ask = <b>Would you like to meet a person who looks like this?</b>
    Go by your first impression. The faces are examples, not participants.
calibration-ask-drawn = <b>Would you like to meet a person who looks like this?</b>
    Go by your first impression. The faces are drawings, not participants.
swipe-strong-no = Strong no
swipe-no = No
swipe-yes = Yes
swipe-strong-yes = Strong yes
seal-calibration = <b>Stage 1 is complete.</b>

    You can still go back and change answers. Once you seal this stage it cannot be changed any more, and stage 2 opens.
seal-questionnaire = <b>Stage 2 is complete.</b>

    You can still go back and change answers. Once you seal this stage it cannot be changed any more, and stage 3 opens.
seal-profiles = <b>You have answered about everybody.</b>

    You can still go back and change answers. Once you seal them, your report is made.
seal-now = Seal and continue
sealed-visual = Stage 1 is sealed. Now the questionnaire: tap how much you agree with each statement.
sealed-personality = Stage 2 is sealed.

## Bot: phase 3 and waiting

lab-ask = <b>Stage 3 of 3: your lab kit</b>

    Your kit has the code <code>{ $kit }</code>.
lab-now = { $state ->
    [handed] The organisers noted on { $date } that you were given it. When you have it, scan the QR code on its label or tap the button: the code is checked, so that two kits cannot be swapped.
    [posted] It was posted on { $date }. When it is there, scan the QR code on its label or tap the button: the code is checked, so that two kits cannot be swapped.
    [arrived] You have it. Follow the leaflet inside; tap the button when the sample is on its way to the lab.
    [sent] Your sample is on its way to the lab since { $date }. There is nothing for you to do; we write as soon as the lab has answered.
    [received] The lab has it since { $date }. There is nothing for you to do; we write as soon as it has answered.
    [repeat] The lab analyses your sample once more, since { $date }. That happens, takes some time longer, and there is nothing for you to do.
    [failed] The lab could not read this sample. That happens with some samples, whoever takes them, and nothing you have done is lost. We would gladly give you another kit.
   *[issued] The organisers will give it to you or post it. When you have it, scan the QR code on its label or tap the button: the code is checked, so that two kits cannot be swapped.
  }
lab-act-have = I have it
lab-act-where = Not here yet
lab-act-lost = Lost
lab-act-damaged = Damaged
lab-act-sent = I have sent it
lab-act-another = Give me another kit
lab-code-ask = Scan the QR code on the label with your telephone’s camera, or type the code that stands on the label, such as K7F3-9QRT-B.
lab-replace-ask = { $reason ->
    [lost] Shall the kit <code>{ $kit }</code> count as lost? You get another one with a new code at once; the old kit then no longer counts, also if it turns up.
   *[damaged] Shall the kit <code>{ $kit }</code> count as damaged? You get another one with a new code at once; please do not send the old one.
  }
lab-replace-yes = Yes, another kit
lab-replaced = That does no harm. Your new kit has the code <code>{ $kit }</code>; the old one no longer counts. The organisers see that you need it.
kit-scan-noted = Right: this is your kit, <code>{ $kit }</code>.
kit-scan-already = This is your kit, <code>{ $kit }</code>, and that was noted before.
kit-scan-other = This kit is not yours: yours has the code <code>{ $kit }</code>. Please do not use it and give it back, so that its owner gets it.
kit-scan-void = This kit no longer counts, because another one took its place. Please do not use it: yours has the code <code>{ $kit }</code>.
kit-scan-unknown = There is no kit with this code in the study. Please compare it with the label; yours has the code <code>{ $kit }</code>.
kit-scan-no-code = That is no kit code: it begins with K and has nine letters and digits, such as K7F3-9QRT-B. The last one catches slips; please compare it with the label.
kit-scan-join = This is the label of a kit. It belongs to a participant of the study: please open the link with the account in which you take part.
lab-wait-other = The lab has not answered yet. We will write to you as soon as it has.
lab-wait-where = The organisers give or send you the kit with the code <code>{ $kit }</code>. If you do not have it yet, please ask them. If your sample is at the lab already, the lab has not answered yet; we write to you as soon as it has.
lab-arrived = The lab has answered. Stage 3 is sealed: you have completed all three stages.
cohort-wait = <b>All three stages are complete. Thank you!</b>

    Now we wait for the others. As soon as the organisers release the results, your profiles arrive here.

outlook-done = { $done } of { $people } people of your group have completed all stages.
outlook-date = The organisers mean to release the results by { $date }.
outlook-over = The organisers meant to release the results by { $date }, and they are not there yet. You need not wait: /withdraw takes back a consent and /delete_my_data erases everything. If you stay, nothing you have done is lost.

## Bot: left out of a freeze

left-out-ask = <b>The group starts without you</b>

    The study goes on with the people who had finished. { $why } From now on we ask you nothing more and take nothing more from you.

    Please choose. If you stay for the next group, what you have finished is kept as long as faces and questions are the same then, and so is your lab kit. If no group begins within { $days ->
    [one] one day
   *[other] { $days } days
  } after your choice, we erase everything and tell you. Or have everything about you erased now.

    Without an answer everything is erased on { $date }.
left-out-at = You were still here: { $place }.
left-out-damaged = You had finished, but some of what we hold about you can no longer be read. That is our fault, not yours.
left-out-stay = Stay for the next group
left-out-erase = Erase everything
left-out-beside = The group starts without you. Please choose whether you stay for the next one or have everything erased.
left-out-stays = You stay for the next group, and we will write to you when it begins. Until then there is nothing for you to do, and we take nothing more from you. If none begins by { $date }, everything about you is erased, and we tell you. You can also have it erased now.
left-out-joined = <b>You are in the next group.</b> { $restart ->
    [visual] The faces are other ones now, so that the photo and everything after it begin again. Your lab kit stays yours.
    [face-unreadable] Your photo can no longer be read, which is our fault. The photo and everything after it begin again. Your lab kit stays yours.
    [personality] The questionnaire is another one now and begins again. Everything else you have done is kept.
   *[none] Everything you have done is kept.
  }
left-out-erased = You were in no group that began in time. As we wrote to you, everything about you is erased now. Thank you for your time, and goodbye.

## Bot: profiles and report

profile-head = { $name }, { $age }
scale-least = not at all
scale-most = very much
profile-scale = How much would you like to meet this person?
profile-meet = And would you really meet this person?
profile-block = Do not introduce us
profile-blocked = Noted. You two will not be introduced.
profile-reason = We will not introduce you. Why? Nobody else is told. You can still go back and answer.
profile-reason-known = We know each other
profile-reason-other = Another reason
profiles-over = The time for answers is over, and this group is closed. Thank you for taking part! /delete_my_data erases everything about you.
profiles-arrived = <b>The results are here.</b> Below are the people chosen for you. Please say first how much you would like to meet each of them; your report comes right after.
profiles-nobody = In this group there was nobody whose wishes and yours fit together. That says nothing about you: it is a matter of who took part. You can still have your report.
profiles-report = Make my report
report-preparing = Thank you. Your report is being made and will arrive here in a moment.
report-patience = Your report is still being made. It will come by itself; you do not need to do anything.
report-ready = That was the study. Thank you for taking part!
    Your report stays available with the button below or /report.
report-caption = Your Harmonia report
report-not-yet = There is no report yet. You are at: { $place }.
introduce-ask = { $name } and you both said that you would meet. Shall we introduce you? If both of you say yes, each gets a way to reach the other.
introduce-noted = Noted. If the other person says yes too, you will both hear from us.
introduced = You and { $name } both said yes. Here is the way to each other: [link]. Have a good time!
introduce-failed = You and a person you wanted to meet both said yes, but we could not send you the way to each other. Please write to the organisers (/help).
introduce-both = You both said yes. The way to each other follows at once.
introduced-asks = You and { $name } both said yes. { $name } has no public name in Telegram, so we have asked for a contact. You get it here as soon as it is shared.
introduced-unreachable = You and { $name } both said yes, but { $name } cannot be reached at the moment and has no public name in Telegram. If { $name } comes back and shares a contact, you get it here.
introduced-gone = The other person has left the study meanwhile, so we cannot introduce you. We are sorry.
contact-ask = You and { $name } both said yes. You have no public name in Telegram, so { $name } cannot write to you. If you tap “Share my contact”, Telegram gives us your telephone number and the name of your profile. You agree then that we pass both on to { $name }, and to other people you were introduced to who wait for it; we keep them only until they are delivered.
contact-share = Share my contact
contact-refuse = Do not share
contact-own = Please share your own contact, with the button below.
contact-passed-on = Thank you. Your contact is on its way, and we do not keep it.
contact-kept = Noted. Your contact is not shared, and the other person is told.
contact-arrived = Here is the way to { $name }: { $contact }. Have a good time!
contact-refused = { $name } prefers not to share a contact, so we have no way to give you. We are sorry.

## Bot: follow-up of an introduction

consent-follow-up-title = After an introduction
consent-follow-up-text = Some days after you were introduced to a person, we ask you once whether you met, how much you would like to meet again, and how alike the two of you felt. The other person is asked too, and neither of you ever learns what the other answered. If you agreed to research, your answers help to find out whether the predictions were right. You can refuse every question, and /withdraw erases what you answered.
follow-up-arrived = Some days ago we introduced you to a person. We would like to know how it went; it takes a minute.
follow-up-reminder = We asked how an introduction went, and your answer would help the study. We will not remind you again.
follow-up-introduced = { $name } and you were introduced.
follow-up-met = Have the two of you met or talked since you were introduced? A call or a chat counts.
follow-up-again = How much would you like to meet this person again?
follow-up-would = And would you really meet again?
follow-up-alike = How alike did the two of you feel?
follow-up-done = That is all we ask. You can still go back and change answers. Once you finish, they cannot be changed any more.
follow-up-seal = Finish
follow-up-stop = Do not ask me this
follow-up-thanks = Thank you. { $name } does not learn what you answered.
follow-up-stopped = Noted. We will not ask you about { $name } again, and what you answered is erased.
follow-up-declined = Noted. We will not ask you about introductions.
stage-follow-up = a question about an introduction
withdraw-sure-follow-up = This erases what you told us about introductions, and we will not ask again. You can go on taking part. Are you sure?
withdrawn-follow-up = Done. Your answers about introductions are erased, and we will not ask again.
report-withheld = { $count ->
    [one] One prediction is not shown yet: about a person whom you would meet.
   *[other] { $count } predictions are not shown yet: about people whom you would meet.
  } First we would like to know how it goes without a prediction, should we introduce you. You get a new report after that, or once the time for it is over.
report-made-anew = Your report shows more predictions now than before.
export-table-follow-ups = Your answers after introductions
export-column-again = Would like to meet again, 1–7
export-column-alike = Felt alike, 1–7
export-column-asked-at = Asked
export-column-met = Met or talked
export-column-refused-at = Refused
export-column-reminded-at = Reminded
export-column-would = Would meet again

## Bot: report formats and the amended consent

report-formats = Your report to read, to keep, or as plain text:
report-as-pdf = PDF
report-as-docx = Word (DOCX)
report-as-text = As text
report-remade = Your report is being made again and will arrive here in a moment.
report-failed = Your report could not be made just now. Please send /report to try again; if that does not help, write to the organisers (/help).
amended-ask = <b>A text that you agreed to has changed.</b> New: your name, age and photo also stand in the match reports of the few people you are shown to, which they keep as files. This is the whole text:
amended-choice = If you keep to the old text, reports show your name only, as before. Nothing else changes for you.
amended-agree = I agree to the new text
amended-keep = Keep to the old text
amended-agreed = Thank you, noted.
amended-kept = Noted: everything stays as it was. /privacy shows the new text again.
amended-read = Read the new text

## Bot: commands

command-status = Where you are in the study
command-continue = Go on where you stopped
command-profile = See and correct your name, e-mail and details
command-report = Get your report again
command-language = Change the language
command-reminders = When to be reminded, or never
command-privacy = What happens to your data
command-help = How this works
command-export = Get a copy of your data
command-withdraw = Withdraw a consent
command-delete-my-data = Erase everything about you
command-cancel = Leave the current question
command-login = Sign in
command-logout = Sign out
command-invite = Make invite links
command-participants = Who is where, by code
command-freeze = Close the cohort
command-score = Compute the matches
command-release = Show the results to participants
command-stats = Progress and validity
command-scores = How scores are spread
command-reliability = Reliability of the measurements
command-validity = Was the prediction right
command-fairness = Fairness by group
command-exposure = How often people are shown
command-report-cohort = Everything about a cohort, as a PDF
help-intro = <b>{ $study }</b> asks for a photo, a questionnaire and a lab kit, one after the other, and then shows you people you may like to meet. You can stop at any point; nothing is lost.
help-staff = You are signed in as staff of <b>{ $study }</b>.
help-contact = Questions? Write to { $contact }.
help-no-contact = Questions? Ask the person who invited you.
status-title = Where you are in the study ({ $code })
status-done = ✓ { $stage }
status-now = ▸ { $stage } – now
status-later = · { $stage }
status-place = Now: { $place }
status-stage-joining = Joining
status-stage-visual = Stage 1: photo
status-stage-personality = Stage 2: questionnaire
status-stage-biological = Stage 3: lab kit
status-stage-cohort = Waiting for the others
status-stage-profiles = Profiles
status-stage-report = Report
place-counted = { $stage } ({ $at } of { $total })
stage-language = language
stage-adult = age
stage-consent = consent
stage-account = e-mail
stage-about = about you
stage-selfie = photo
stage-calibration = example faces
stage-questionnaire = questionnaire
stage-lab = lab kit
stage-cohort = waiting for the others
stage-profiles = profiles
stage-report = report
stage-leftout = your choice
stage-withdrawn = withdrawn
welcome-back = Welcome back. You stopped at: { $place }. Everything you answered is still here.
reminder = { $number ->
    [1] You stopped at: { $place }. Whenever you have a few minutes, the study goes on from there.
    [2] Your place is kept: { $place }. Short sittings are enough; every answer is stored as you give it.
    [3] You are still at: { $place }. If something holds you up, /help says whom to ask.
    [4] The others of your group go on as well, and your part is still open: { $place }.
   *[last] This is our last reminder. You are at: { $place }. You can go on at any time, and /delete_my_data erases everything if you would rather not.
  }
reminder-kit = { $state ->
    [arrived] You have the kit. If your sample is on its way to the lab already, please tap “I have sent it”.
    [failed] The lab could not read your sample; another kit is yours for a tap.
   *[issued] If you have the kit, its code tells us; if it has not come, is lost or damaged, tell us that too.
  }
reminders-today = Later today
reminders-tomorrow = Tomorrow
reminders-weekend = At the weekend
reminders-pause = Pause two weeks
reminders-stop = No more reminders
reminders-off = You will get no more reminders.
reminders-until = All right. The next reminder comes about: { $moment }. You can go on before that at any time; /reminders changes it.
reminders-are-on = Reminders are on: five at most, after some days in which we hear nothing from you, and never at night.
reminders-are-off = Reminders are off.
reminders-on = Remind me again
zone-ask = What time is it where you are? Telegram does not tell us, and we never want to write at night. Our clock shows { $clock }.
zone-other = Another time
zone-change = Change the time zone
zone-set = Noted: it is { $clock } where you are ({ $zone }). We write between 9:00 and 21:00 of your day only. When shall we remind you?
zone-unknown = There is no time zone “{ $zone }”. Write it as region and city, such as /reminders Europe/Madrid, or tap the time that it is where you are.
zone-known = Your time: { $clock } ({ $zone }). Nothing comes between 21:00 and 9:00.
zone-guessed = You have not told us your time zone, so we go by that of the study: { $clock } ({ $zone }). Nothing comes between 21:00 and 9:00.
cancel-kept = Nothing was changed, and everything you answered is kept. You can go on whenever you like.
cancelled = Cancelled.
nothing-to-cancel = There is nothing to cancel.
privacy-text = <b>Your data</b>
    • Your photo, its description and your HLA type are stored encrypted or under a random name, in the study’s own storage.
    • Nobody is told how attractive anybody is. Staff see codes, not names.
    • /export gives you a copy, /withdraw takes back one consent, /delete_my_data erases everything.
privacy-granted = ✓ { $purpose }: agreed on { $date }
privacy-refused = ✗ { $purpose }: not agreed ({ $date })
privacy-open = · { $purpose }: not asked yet
export-coming = Your data are being put together; two files follow in a moment.
export-failed = Your data could not be put together just now. Please send /export to try again; if that does not help, write to the organisers (/help).
export-caption = Everything we hold about you, as a file that programs can read.
export-caption-pdf = The same to read, with your photo.
export-unreadable = This entry is damaged and can no longer be read. /help names the organisers.
withdraw-ask = Which consent would you like to withdraw? Its data are erased.
withdraw-nothing = There is no consent to withdraw.
withdraw-already = That consent has already been withdrawn.
withdraw-yes = Yes, withdraw and erase
withdraw-sure-face = This erases your photo, its description and your ratings of faces, and ends your participation. Are you sure?
withdraw-sure-personality = This erases your answers to the questionnaire and ends your participation. Are you sure?
withdraw-sure-genetic = This erases your HLA type and ends your participation. Are you sure?
withdraw-sure-matching = You will not be shown to anybody any more, and your participation ends. Are you sure?
withdraw-sure-research = Your data will not be used for research any more. You can go on taking part. Are you sure?
withdrawn-face = Your photo and everything made from it are erased, and your participation has ended. /delete_my_data erases the rest.
withdrawn-personality = Your answers are erased, and your participation has ended. /delete_my_data erases the rest.
withdrawn-genetic = Your HLA type is erased, and your participation has ended. /delete_my_data erases the rest.
withdrawn-matching = You are no longer shown to anybody, and your participation has ended. /delete_my_data erases the rest.
withdrawn-research = Done. Your data are no longer used for research.
withdrawn-over = Your participation has ended because you withdrew. /privacy shows what is left, /delete_my_data erases it.
delete-ask = This erases your photo, your answers, your HLA type, your e-mail and everything else we hold about you. The bot also deletes the pictures and files that it sent here in the last two days, your report too if it is one of them. It cannot be undone. Are you sure?
delete-yes = Yes, erase everything
delete-done = Everything about you is erased. Thank you for your time, and goodbye.
erased-files-deleted = The pictures and files that the bot sent here in the last two days are deleted.
erased-files-kept = ⚠ Telegram did not let the bot delete all of the pictures and files that it sent here.
erased-chat = What is left of this chat is kept by Telegram and is yours to delete: open the menu of the chat and choose “Delete chat”.
delete-already = There is nothing left to erase.

## Bot: staff

login-email = <b>Sign in.</b> What is your e-mail address?
login-password = And the password? We delete your message at once.
login-failed = That e-mail or password is not right. Please try again with /login.
login-busy = Many people are signing in at this moment. Please try again in a minute.
login-too-often = { $minutes ->
    [one] Too many attempts. You can try again in { $minutes } minute.
   *[other] Too many attempts. You can try again in { $minutes } minutes.
  }
login-staff = Signed in as { $role ->
    [admin] admin
   *[researcher] researcher
  }. The session ends by itself after { $hours ->
    [one] one hour
   *[other] { $hours } hours
  }; /help lists your commands.
login-moved = Welcome. Your participation has moved to this Telegram account.
login-already = You are already taking part with this Telegram account.
login-other-participant = Somebody else already takes part with this Telegram account, so it cannot be moved here.
logged-out = Signed out.
participant-unknown = There is no participant { $code }.
participants-title = <b>{ $cohort }</b> is { $status }: { $people ->
    [one] one participant
   *[other] { $people } participants
  }, { $used } of { $issued } invites used.
cohort-open = open
cohort-frozen = frozen
cohort-scored = scored
cohort-released = released
freeze-not-open = There is no open cohort to freeze.
freeze-too-few = A freeze needs two people at least who have completed all stages or wait for nothing but the lab; there are { $included }. It cannot be undone, so nothing was changed.
freeze-ask = Freezing closes the cohort for good and registers what will be computed.
    Included: { $included } (without a lab result: { $missing }). Not included: { $excluded }.
freeze-missing-lab = Without a lab result, and for good: { $codes }
freeze-left-out = Left out, by the stage they are at:
freeze-withdrawn = Withdrawn: { $codes }
freeze-consequences = Those who are left out are asked at once: to be erased, or to stay for the next cohort. Until a cohort takes them in, nothing more is taken from them, and a result for one of their kits is answered with cohort-frozen. Without an answer within { $days ->
    [one] one day
   *[other] { $days } days
  } everything about them is erased and their kits are void. None of this can be undone.
freeze-typings = { $count ->
        [one] One typing reads
       *[other] { $count } typings read
    } otherwise with the HLA table in use ({ $release }) than when stored; { $pairs ->
        [one] one pair is
       *[other] { $pairs } pairs are
    } scored by the table and not by the stored names. “harmonia hla recheck” lists them.
freeze-yes = Freeze the cohort
freeze-done = The cohort is frozen with { $included ->
    [one] one participant
   *[other] { $included } participants
  }. Pre-registration { $hash }. Next: /score.
score-not-frozen = There is no frozen cohort to score.
score-started = Scoring has started. The result arrives here.
score-progress = { $percent } % of the people are scored. The result arrives here.
score-done = Scored. People: { $people }; eligible pairs: { $pairs }; pairs that will be shown: { $shown } (exposure Gini: { $gini }; people with nobody: { $alone }; empty places: { $unmet }). Next: /release.
score-failed = Scoring was refused: { $reason }. Nothing was stored.
people-typing-unreadable = lab result
people-face-unreadable = face
people-unreadable = ⚠ Left out, because stored data cannot be read: { $people }. Until the freeze a laboratory can deliver a result again with replace; the key of a restored backup may be missing.
release-not-scored = There is no scored cohort to release.
release-ask = Releasing shows every participant the people chosen for them. Go on?
release-open-choices = { $count ->
    [one] One person whom the freeze left out has not chosen yet
   *[other] { $count } people whom the freeze left out have not chosen yet
  } whether to be erased or to stay for the next cohort. The release does not wait for that.
release-yes = Release the results
release-started = The release has started. The result arrives here.
release-done = Released to { $people ->
    [one] one participant
   *[other] { $people } participants
  }.
stats-line = { $name }: { $value }
stats-suppressed = under 10
stats-too-few-people = fewer than 10 people
stats-protects-another-cell = withheld
stats-undefined = not defined yet
stats-how-to-read = AUC 0.5 is chance; in brackets the 95 % interval. Nothing about fewer than 10 people is shown.

## Pictures and figures for researchers

plot-progress = Where people stand
plot-progress-note = n = { $people } people. The largest group is at: { $stage } ({ $count }).
plot-progress-few = n = { $people } people. No stage has ten of them yet.
plot-counted = n = { $answers } answers of { $viewers } people.
plot-counted-people = n = { $people } people.
plot-absent = Not drawn, too few people: { $what }.
plot-withheld = groups under 10 people are not shown
plot-score-visual = Face
plot-score-personality = Personality
plot-score-biological = HLA
plot-score-directed = All phases together
plot-score-distinctive = Distinctive similarity
plot-scores = How the scores are spread
plot-scores-note = n = { $pairs } pairs of { $people } people. 50 is a typical pair of the reference; the middle pair here is at { $visual } by face, { $personality } by personality and { $biological } by HLA. Dashed: withheld.
plot-scores-visual = Face, percentile
plot-scores-personality = Personality, percentile
plot-scores-biological = HLA, percentile
plot-scores-personality-raw = Personality, similarity as measured
plot-scores-biological-raw = HLA, dissimilarity as measured
plot-scores-mutual = Prediction for both directions
plot-calibration = Share of yes, by score
plot-calibration-note = n = { $answers } answers of { $viewers } people. { $score }: { $low } said yes where the score was lowest, { $high } where it was highest.
plot-calibration-x = predicted score
plot-calibration-y = would meet
plot-roc = Yes told from no (ROC)
plot-roc-note = n = { $answers } answers of { $viewers } people. The AUC of “{ $score }” is { $auc }, { $side ->
    [above] above
   *[below] not above
  } the .5 of chance (dashed).
plot-roc-x = no above the threshold
plot-roc-y = yes above the threshold
plot-roc-curve = { $score }, AUC { $auc }
plot-aucs = Which phase predicts “would meet”
plot-aucs-pooled = all viewers together
plot-aucs-within = within one viewer’s answers
plot-aucs-axis = AUC, with its interval; .5 is chance
plot-aucs-visual = Face (the declared prediction)
plot-aucs-personality = Personality (negative control)
plot-aucs-biological = HLA (negative control)
plot-aucs-directed = All phases together
plot-control-language = – pairs of one language
plot-control-age-band = – pairs of one age band
plot-control-language-and-age-band = – one language and age
plot-aucs-note = By face the AUC is { $auc } ({ $interval }): chance is { $chance ->
    [excluded] excluded
   *[included] not excluded
  }.
plot-aucs-none = There is no AUC by face yet.
plot-aucs-controls = { $count ->
    [0] The negative controls are compatible with chance, as they should be.
    [one] One negative control departs from chance: look for leakage.
   *[other] { $count } negative controls depart from chance: look for leakage.
  }
plot-increments = What each kind of evidence adds
plot-increments-series = difference of two AUCs on the same answers
plot-increments-axis = change of the AUC, with its interval; 0 is no change
plot-increments-told = { $difference }, to { $auc }
plot-increments-note = { $count ->
    [0] No step is certain to add anything.
   *[other] What surely adds something: { $names }.
  } The first step starts from what the face is worth to all raters together.
plot-added-taste = + personal taste
plot-added-personality = + personality
plot-added-biology = + HLA
plot-variance = Where willingness to meet comes from
plot-variance-series = share of the variance
plot-variance-axis = share of the variance of WtM
plot-variance-actor = The person who looks
plot-variance-partner = The person who is shown
plot-variance-relationship = The two together, and chance
plot-variance-told = { $share } ± { $plusMinus }
plot-variance-note = { $actor } of the differences belong to who looks, { $partner } to who is shown, and { $relationship } to the two together. Not to be compared with shares of “would meet”.
plot-reliability = How reliable the measurements are
plot-reliability-alpha = Cronbach’s alpha of a trait
plot-reliability-retest = the same face rated twice
plot-reliability-correlation = Swipes: correlation
plot-reliability-side = Swipes: same side again
plot-reliability-axis = reliability, with its interval; .7 is a usual bar
plot-reliability-note = Alpha goes from { $low } ({ $lowest }) to { $high } ({ $highest }); a score cannot predict better than it is measured.
plot-reliability-none = There is no alpha yet.
plot-fairness = Is the prediction as good for every group?
plot-fairness-series = AUC of all phases together
plot-fairness-viewers-sex = Viewers, by sex
plot-fairness-shown-sex = Shown people, by sex
plot-fairness-viewers-age-band = Viewers, by age
plot-fairness-shown-age-band = Shown people, by age
plot-fairness-viewers-language = Viewers, by language
plot-fairness-shown-language = Shown people, by language
plot-fairness-unknown = not known
plot-fairness-note = n = { $answers } answers. The AUC goes from { $low } to { $high } between groups; where the intervals overlap widely, the difference may be chance.
plot-group-female = women
plot-group-male = men
plot-group-en = English
plot-group-es = Spanish
plot-group-ru = Russian
plot-group-different = two languages
plot-group-several = several languages
plot-exposure = How often people are shown
plot-exposure-x = times shown
plot-exposure-y = people
plot-exposure-note = n = { $people } people. The most usual is to be shown { $times ->
    [one] once
   *[other] { $times } times
  } ({ $count } people). Gini { $gini }; with this ratio of the sexes it cannot be under { $lowest }.
plot-exposure-few = n = { $people } people. Gini { $gini }; with this ratio of the sexes it cannot be under { $lowest }.
figures-coming = Cohort <b>{ $cohort }</b>: the figures and the pictures follow here.
figures-failed = The figures you asked for could not be made, also when it was tried again. Please send the command again; if it fails once more, the log of the program has the reason.
figures-title = Cohort <b>{ $cohort }</b>: { $title }
figures-title-scores = scores
figures-title-reliability = reliability
figures-title-validity = was the prediction right?
figures-title-fairness = is it as good for every group?
figures-title-exposure = who is shown how often
figures-title-progress = where people stand
figures-not-scored = The cohort is not scored yet, so there is nothing to show.
figures-no-answers = Nothing can be shown before ten people who agreed to research use have closed their answers.
figures-before-look = Figures are shown from the first registered look on. Until then there is only the response: { $closed } of { $viewers } people have closed their answers.
figures-before-look-few = Figures are shown from the first registered look on. Fewer than 10 people have closed their answers.
figures-look = Figures of look { $number }; their intervals use the registered boundary.
figures-unregistered = Not registered for looks, so exploratory. New answers are added in groups of ten people.
figures-answers = { $answers } answers of { $viewers } people; { $yes } said yes; WtM { $wtm } on average
figures-scores-intro = Median and middle half of the pairs of people who agreed to research use:
figures-scores-languages = Personality by the language in which both read the statements:
figures-middle = { $median } ({ $lower } – { $upper }), { $pairs } pairs
figures-auc = AUC: { $score }
figures-within = Within viewers: { $score }
figures-rank = Rank correlation with WtM: { $score }
figures-centred = Compatibility only: { $score }
figures-mutual = AUC: both would meet
figures-distinctive = Sensitivity{ $kind ->
    [exploratory] {" "}(not registered: exploratory)
   *[registered] {""}
  }, AUC: similarity of what is distinctive in the answers
figures-permutation = p by permutation: { $score }
figures-permutation-told = { $p }; under { $level } counts
figures-uplift = Yes in the top fifth against random pairs: { $score }
figures-uplift-told = { $top } against { $range }, { $difference }
figures-variance = WtM: who looks / who is shown / the two
figures-follow-up = Follow-ups answered
figures-follow-up-told = { $answers }{ $exploratory ->
    [yes] {" "}(exploratory)
   *[no] {""}
  }
figures-follow-up-score = Follow-up, would meet again: { $score }
figures-attention = Failed an attention check
figures-alpha-language = Alpha of those who read the statements in { $language }
figures-alpha-language-of = Alpha of those who read the statements in { $language }, { $people } people:
figures-gini = Gini of being shown
figures-gini-lowest = lowest possible with this ratio of the sexes
figures-never-shown = Never shown
figures-unmet = Places that no eligible pair could fill
figures-residual = { $auc }; answers minus expectation { $residual }
figures-pictures-none = There are too few people for a picture.
figures-over-cohorts = Over { $cohorts } cohorts, by random effects: AUC of the face { $auc } ({ $interval })
figures-caption = <b>{ $title }</b> · { $cohort }
    { $note }
cohort-report-title = Cohort report
cohort-report-lead = All figures of this cohort that may be shown by now, as the program computed them. Nothing about fewer than ten people is shown, and no person is named.
cohort-report-hash = SHA-256 of the pre-registration: { $hash }
cohort-report-not-frozen = The cohort is not frozen yet, so nothing is pre-registered.
cohort-report-declaration = The declaration
cohort-report-coming = Cohort <b>{ $cohort }</b>: the report is being made and arrives here.
cohort-report-caption = The report on cohort <b>{ $cohort }</b>, with its declaration.
stats-no-answers = no answers
stats-no-scores = no scores
stats-answers-equal = all answers are equal
stats-scores-equal = all scores are equal
stats-one-group = one group only
stats-no-range-pairs = no random pairs to compare with
stats-not-asked = not computed

## Bot: registration, looks and close

command-close = Close the answers of a cohort
command-looks = Registered looks at the outcomes
cohort-closed = closed
cohort-step-failed = /{ $step } failed, also when it was tried again. Nothing was changed. Please send it again; if it fails once more, the log of the program has the reason.
freeze-started = The freeze has started. The declaration arrives here.
declaration-caption = The declaration, to be kept and given to outsiders. It holds pseudonyms and keyed digests, no names and no data. `cohort verify FILE` checks it.
declaration-title = Declaration of { $cohort }, frozen on { $date } (UTC)
declaration-people = People: { $included }, of these without a lab result: { $missing }. Left out: { $excluded }. Languages: { $languages }.
declaration-versions = Program: { $code }. Questionnaire: { $instrument }. Weights of face, questionnaire and HLA: { $weights }.
declaration-before = Before meeting, the primary figure is the AUC of the visual phase for “would meet”. The questionnaire and HLA are negative controls there: they should be at chance.
declaration-follow-up = After meeting, the fused score is judged by whether people would meet again. { $kind ->
    [confirmatory] This is tested
   *[exploratory] This is exploratory, with intervals and without a test
  }: { $answers } answers are expected. Only pairs in which both said yes are introduced, so that scores and answers vary less than among all pairs.
declaration-sensitivity = Sensitivity: the AUC within viewers, the correlation without the means of viewers and shown people, the rank correlation with willingness to meet, and the AUC of similarity after the mean profile of the cohort is taken off.
declaration-looks = Level: { $alpha } for both sides and all looks together. Looks: { $count }. The level is spent by the rule of Lan and DeMets, O’Brien–Fleming type. Each boundary becomes the t quantile of the answers of that look.
declaration-look = Look { $number }: when { $share } % of the viewers have closed their answers. Boundary: { $boundary }.
declaration-counting = An answer counts when the viewer has closed theirs and both people agreed to research use. “Do not introduce us” is left out and counted.
declaration-closing = The answers close { $days ->
    [one] one day
   *[other] { $days } days
  } after the release, or earlier when an admin closes them. What is unanswered then is missing. Answers of the { $late } days after it serve the person’s own report only.
declaration-expected = Expected: { $profiles } profiles shown and, if { $closing } % of the viewers answer, { $answers } answers that count and { $introductions } introductions.
declaration-effect = The smallest AUC of the visual phase that such a cohort finds in { $power } % of the cases is { $auc }, by simulation and if all answer. Chance is 0.5.
declaration-effect-none = With so few people no AUC of the visual phase would be found reliably, by simulation.
declaration-hash = SHA-256 of the pre-registration: { $hash }
release-closing = The answers close on { $date }; /close closes them earlier.
close-not-released = There is no released cohort whose answers can be closed.
close-ask = Closing ends the answers of { $cohort } for good. Closed theirs: { $answered }. Not yet: { $missing }; what they have not answered will be missing. They are told, and may answer for seven more days, for their own report only.
close-yes = Close the answers
close-started = The close has started. The result arrives here.
close-done = The answers of { $cohort } are closed. Answered: { $answered }. Missing: { $missing }.
closed-answered = <b>The answers of your group are closed.</b> Yours are in: thank you! Your report stays available with /report, and /delete_my_data erases everything about you.
closed-missing = <b>The answers of your group are closed.</b> Yours were not complete and do not count for the study. You can still answer for seven days and get your own report, or erase everything about you with /delete_my_data.
looks-title = <b>{ $cohort }</b> is { $status }.
looks-not-frozen = Looks are registered when the cohort is frozen.
looks-unregistered = Not registered for looks: exploratory. This cohort was frozen by an earlier version.
looks-opened = Look { $number } at { $share } %: opened on { $date }. Boundary { $boundary }. Digest of the figures: { $digest }
looks-overtaken = Look { $number } at { $share } %: overtaken by a later one, it does not take place. Boundary { $boundary }
looks-waiting = Look { $number } at { $share } %: not open yet. Boundary { $boundary }
looks-response = Closed their answers: { $closed } of { $viewers }
looks-response-withheld = Closed their answers: withheld, of { $viewers }, because a group is under 10
looks-closing = Closing date: { $date }
looks-before = Until the first look there are response rates only, no figure that depends on the answers.
looks-now = The figures are those of look { $number }.

## Bot: the study desk

command-cohorts = Cohorts: list, choose, create
command-kits = Lab kits: states, labels, hand over, replace
command-imports = What laboratories delivered
command-remind = Remind silent people now
command-staff = Staff: list, add, disable
command-health = How the service is doing
command-audit = The last events, by code
command-progress = How far people are, by stage
command-participant = One participant, by code
command-of-role = That is for { $role ->
    [admin] admins
   *[researcher] researchers
  }. You are signed in as { $own ->
    [admin] admin
   *[researcher] researcher
  }; /help lists your commands.
cohort-none = There is no cohort. An admin opens one with /cohorts create NAME.
cohort-unknown = There is no cohort “{ $name }”. /cohorts lists them.
cohort-is-archived = The cohort “{ $cohort }” is archived. An admin can bring it back with /cohorts.
cohort-archived = archived
cohort-archived-toast = That cohort is archived.
cohort-not-archived = People of that cohort wait for results, so it stays.
cohort-chosen = You work on the cohort “{ $cohort }” now. Commands that name no cohort are about it.
cohort-chosen-toast = Chosen. Commands that name no cohort are about it.
cohort-created = The cohort “{ $cohort }” is open, and you work on it now. /invite makes links for it.
cohort-create-admin = Only admins open cohorts. /cohorts lists those that exist.
cohort-name-bad = Please give a name of 1 to { $most } characters that is not a mere number, for instance /cohorts create Autumn.
cohort-dates-admin = Only admins promise a date.
cohort-dates-noted = The results of “{ $cohort }” are promised by { $date }; everybody who waits reads it.
cohort-dates-late = The results of “{ $cohort }” are released, so there is no date to promise.
cohort-dates-usage = Please give a day of the next three years, for instance /cohorts dates 2027-03-01.
cohort-name-taken = There is a cohort “{ $name }” already, perhaps an archived one. Please choose another name.
cohort-choose = Choose
cohort-archive = Archive
cohort-restore = Bring back
cohorts-title = Cohorts
cohorts-line = { $mark } <b>{ $cohort }</b>: { $status }, since { $date }; participants: { $people }; invites used: { $used } of { $issued }
cohorts-hint = ● marks the one you work on. /cohorts NAME chooses another; every command takes a name too.
cohorts-hint-admin = ● marks the one you work on. /cohorts NAME chooses another, /cohorts create NAME opens one, /cohorts dates 2027-03-01 promises its results by a day; every command takes a name too.
invite-count = Please give a number from 1 to { $most }, for instance /invite 5.
invite-made = { $count ->
    [one] One invite to <b>{ $cohort }</b>, for one person,
   *[other] { $count } invites to <b>{ $cohort }</b>, one person each,
  } valid for { $days ->
    [one] one day:
   *[other] { $days } days:
  }
invite-not-open = The cohort “{ $cohort }” takes no people. /cohorts shows which are open.
invite-batch = { $count } invites to “{ $cohort }” are being made; a table and a sheet to print follow in a moment.
invite-failed = The invites could not be made, also when it was tried again; there are none of them. Please send /invite again; if it fails once more, the log of the program has the reason.
invite-table = { $count } invites to “{ $cohort }” as a table, valid for { $days } days. Each link is for one person.
invite-sheet = The same as QR codes to print and cut out: { $count } for “{ $cohort }”, valid for { $days } days. Keep both files to yourself.
invite-sheet-title = Invitations: { $cohort }
invite-sheet-lead = { $count } invitations, one person each, valid until { $day }. Scan the code with a telephone, or type the link.
invite-sheet-until = No. { $number } · until { $day }
invite-sheet-alt = QR code no. { $number }: { $link }
kit-labels-title = Kit labels: { $cohort }
kit-labels-lead = Labels of kits to be handed over: { $count }. Cut out along the frame; the code below it says whom the kit is for and must not reach the lab.
kit-labels-for = for { $participant }
kit-labels-alt = Label of the kit { $kit }: { $link }
kits-title = Kits of { $cohort }
kit-state-failed = failed at the lab
kit-state-issued = to be handed over
kit-state-handed = handed over
kit-state-posted = posted
kit-state-arrived = with the participant
kit-state-sent = on its way to the lab
kit-state-received = at the lab
kit-state-repeat = analysed once more
kit-state-typed = typed
kit-state-voided = void
kit-lasting = { $state }, { $days } d
kit-reason-lost = lost
kit-reason-damaged = damaged
kit-reason-failed = failed at the lab
kit-missed = the participant has not got it ({ $days } d)
kit-hint = /kits labels sends labels to print for kits to be handed over. /kits handed CODE and /kits posted CODE note that they were; scanning a label does too. /kits P-XXXX gives that participant a new kit; the old code then becomes void.
kit-over-noted = { $kit }: { $how ->
    [posted] noted as posted.
   *[handed] noted as handed over.
  }
kit-over-already = { $kit }: it is that far already; nothing was changed.
kit-over-void = { $kit }: void, because another kit took its place. Do not hand it over.
kit-over-unknown = { $kit }: no kit has this code.
kit-over-no-code = { $kit }: that is no kit code.
kit-over-usage = Write up to { $most } codes of kits or participants behind it: /kits handed K7F3-9QRT-B P-7F3K, or /kits posted P-7F3K.
kit-labels-coming = the labels follow as a PDF.
kit-labels-none = no kit waits to be handed over, so there are no labels to print.
kit-labels-sent = Labels for “{ $cohort }” to print and cut out: { $count }. The code below each frame says whom it is for: cut it off, the lab must not see it.
kit-labels-failed = the labels could not be made. /kits labels tries again.
kit-not-now = { $code } is not waiting for a kit.
kit-issued = { $code } ({ $cohort }) has a new kit: <code>{ $kit }</code>. The old code is void.
imports-none = No laboratory has delivered anything yet.
imports-title = { $count ->
    [one] One delivery of a laboratory
   *[other] { $count } deliveries of laboratories
  }
imports-line = { $when } UTC · { $lab } · rows: { $rows }, accepted: { $accepted }, rejected: { $rejected }
imports-refused = { $when } UTC · { $lab } · the file was refused
imports-hint = A button opens the report of its delivery, row by row. Deliveries are for all cohorts.
imports-row = Row { $row } · { $kit } · { $status }
imports-no-kit = no kit code
imports-erased = erased
imports-text = Indented lines are what the laboratory was told, in English.
imports-back = ‹ All deliveries
digest-title = Good morning: { $cohort }
digest-news = In the last 24 hours: joined { $joined }, stages sealed { $sealed }.
digest-waiting = Silent for more than { $days } days:
digest-write = /remind writes to them now.
digest-kits = Kits missed by their participants or in one state for more than { $days } days:
digest-labs = Lab files of the last 24 hours with rejected rows: { $deliveries }, rows: { $rows }. /imports shows why.
digest-jobs = Jobs that failed for good in 7 days: { $count }. /audit shows when.
imports-news = { $count ->
    [one] A laboratory has delivered results.
   *[other] Laboratories have delivered results { $count } times.
  } /imports shows what was accepted.
import-imported = stored
import-replaced = stored in place of an earlier one
import-unchanged = stored before already
import-status-noted = status of the sample noted
import-status-known = status known before
import-status-late = a result is stored already; status not noted
import-unknown-kit = no kit has this code
import-repeated-kit = the kit stands in several rows
import-conflict = another result is stored and is kept
import-stored-unreadable = the stored result cannot be read; to be delivered again with replace
import-cohort-frozen = the cohort is frozen
import-not-accepted = the person withdrew, or the kit is void
import-rejected = the row could not be read
remind-started = Silent people of “{ $cohort }” are being reminded. The number arrives here.
remind-failed = Not everybody could be reminded. /remind reaches those who were left out; who was reminded is not reminded twice.
remind-done = { $count ->
    [0] nobody was reminded. Reminders go to people who were silent for a day, at most { $most } in a row, never between 21:00 and 9:00 of their day, and not to those who paused them or switched them off.
    [one] one person was reminded.
   *[other] { $count } people were reminded.
  }
staff-title = Staff
staff-line = { $email }: { $role ->
    [admin] admin
   *[researcher] researcher
  }, { $state ->
    [active] active
    [invited] link not used yet
   *[disabled] disabled
  }
staff-hint = /staff add admin EMAIL or /staff add researcher EMAIL makes an account and a link with which its owner sets a password.
staff-usage = Please write /staff add admin EMAIL or /staff add researcher EMAIL.
staff-added = { $email } ({ $role ->
    [admin] admin
   *[researcher] researcher
  }) sets a password with this link. It works once, for { $hours } hours. Send it to nobody else:
staff-taken = { $email } belongs to an account of another role. Please use another address.
staff-disable = Disable { $email }
staff-ask = Disable { $email }? The account is signed out at once. /staff add brings it back.
staff-yes = Yes, disable
staff-disabled = { $email } is disabled.
staff-last-admin = { $email } is the last admin and stays. Add another admin first.
staff-password-ask = <b>Welcome.</b> Please type a password for { $email }. We delete your message at once.
staff-link-over = This link was used already, or its time is over. Please ask an admin for a new one.
health-title = The service
health-database = Database: PostgreSQL { $version }, answered in { $ms } ms, { $size } GiB
health-jobs = Jobs: waiting { $waiting }, running { $running }, failed for good in 7 days { $dead }
health-disk = Disk: { $free } of { $total } GiB free
health-telegram = Telegram: @{ $bot }, { $mode ->
    [webhook] webhook
    [polling] long polling
   *[sandbox] sandbox
  }; messages not sent yet: { $waiting }; chats out of reach: { $unreachable }
health-versions = Versions: program { $program }, Node { $node }; phase 1 { $visual }; phase 2 { $personality }; phase 3 { $biological }
health-disk-low = ⚠ Less than 1 GiB is free.
health-jobs-dead = ⚠ /audit shows when jobs failed.
audit-title = Audit log
audit-whole = The chain is whole: { $rows } events, each with the hash of the one before. Newest first, in UTC:
audit-broken = ⚠ The chain is broken at event { $event }, after { $rows } good ones: rows were changed or removed.
audit-none = No older events.
audit-older = Older ›
progress-title = <b>{ $cohort }</b> is { $status }: { $people ->
    [one] one participant
   *[other] { $people } participants
  }.
progress-invites = Invites used: { $used } of { $issued }
progress-funnel = By stage
progress-line = { $stage }: { $here } now · { $reached } got this far
progress-times = Median time
progress-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
  }
progress-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
  }
progress-sealed = From joining to the end of the questionnaire
progress-minutes = { $minutes } min
progress-not-released = Response: profiles have not been released yet.
progress-response = Response: { $closed } of { $asked } people closed their answers ({ $percent } %).
progress-response-withheld = Response: { $asked } people were asked; the number of those who closed is withheld.
progress-reminders = Reminders: { $sent }. Within 48 hours the person came back after { $percent } % of them, and finished the step after { $further } %; after { $later } % they put it off, after { $off } % they wanted no more.
progress-reminders-withheld = Reminders: { $sent }. What they bring is shown from 10 reminded people on.
progress-note = Groups under 10 are withheld, and counts that would tell them. Nothing here depends on an answer about a profile.
participant-usage = Please give a code, for instance /participant P-7F3K.
participant-title = <b>{ $code }</b> of { $cohort }, now at: { $stage }
participant-days = { $days ->
    [one] ({ $days } day)
   *[other] ({ $days } days)
  }
participant-facts = Coverage: { $coverage } % of the weight has data. Days since joining: { $joined }; since the last sign of life: { $silent }.
participant-reminders = Reminders since then: { $sent }.
participant-reminders-off = Reminders since then: { $sent }; switched off.
phase-later = not begun
phase-open = begun
phase-sealed = sealed
phase-missing = closed without data

## Bot: export of a cohort

command-export-data = Data set of a cohort for analysis (also /export)
study-export-coming = The data set of <b>{ $cohort }</b> is being made. It arrives here.
study-export-caption = Data set of { $cohort } (Psych-DS): { $people } people, { $profiles } planned profiles. It holds personal data under pseudonyms: keep it where only the study can read it. SHA-256, also in the audit log: { $digest }
study-export-before-release = There is no data set of { $cohort } yet. It comes after the release, with the first registered look.
study-export-before-look = There is no data set of { $cohort } yet. It comes with the first registered look, when { $share } % of the viewers have closed their answers: /looks.
study-export-too-few = Fewer than 10 people of { $cohort } agreed to research use, so there is no data set.
study-export-failed = The data set could not be made, also when it was tried again. Please ask for it again; if it fails once more, the log of the program has the reason.

## Report

report-title = Your match report
report-lead = What the study predicted for you and the people you were shown. It was made only after you had given your own answers, so it cannot have influenced them.
report-nobody = In this group there was nobody whose wishes and yours fit together, so there is nothing to predict. That is a matter of who took part and says nothing about you.
report-results = The results
report-results-note = The line runs from an unlikely to a likely meeting. The mark is the prediction, the band around it its range: measured again, the prediction would land there five times out of six. The three bars show what each part of the study did: pulled it up (to the right) or down (to the left).
report-names-missing = This file has no letters for the script of a name here, so it lacks the name or a part of it. The chat and the Word file show it whole.
report-leaning = { $way ->
    [yes] leans towards a meeting
    [no] leans against a meeting
   *[open] could go either way
  }
report-profile = profile { $place }
report-apart-none = None of these people can be told apart by the prediction: their ranges overlap.
report-apart-groups = The prediction cannot tell apart, since their ranges overlap: { $groups }.
report-apart-all = Their ranges do not overlap, so the order means something.
report-you = You: { $wtm } of 7
report-you-none = You: no answer
report-would-meet = { $answer ->
    [yes] would meet
    [no] would not meet
   *[none] not decided
  }
report-no-result = no result
report-phase-visual = Faces
report-phase-personality = Personality
report-phase-biological = Immune genes
report-coarse = Genes: compared by name only, coarse.
report-how = How to read this
report-how-range = The range covers what measuring leaves open: a few ratings say only so much about a taste, six answers only so much about a trait, and a lab result may allow several gene types. It does not cover whether the idea behind the prediction is right. That is what the study tests.
report-how-parts = Faces: how well each of you fits the other’s taste, both directions together. The less willing side counts more, since a meeting needs both. Personality: how alike you answered. Immune genes: how different they are; differing counts as fitting.
report-evidence = What the evidence says
report-evidence-similarity = How alike two people really are hardly predicts a yes. In speed-dating data, shown one yes and one no, it picks out the yes 51 to 52 times in 100; guessing picks it 50 times. How alike they feel does better (73), but feeling alike has almost nothing to do with being alike.
report-evidence-hla = For immune genes, some studies found a taste for differing types, others did not; the latest summary of them all finds no effect. This part is an experiment. It says nothing about health, kinship or how a relationship would go.
report-evidence-pilot = This pilot exists to find out whether the prediction is worth anything. With 100 participants its accuracy will be known to about 4 in 100. So a low result is no verdict and a high one no promise; what you felt yourself counts for more.
report-details = The numbers
report-details-note = Total and range: from 0 to 100, the middle is 50; this is no percentage chance. Faces, personality, genes: out of 100 reference pairs, so many fit less well than you two. For personality those pairs are invented, since too few real ones have answered yet.
report-column-person = Person
report-column-total = Total
report-column-range = Range
report-column-coverage = Data
report-coverage-note = Where a part has no result, the others share its weight. “Data” is the share of the weight that rests on data.
report-traits = How you described yourself
report-traits-note = Your own seven traits from your questionnaire, from 0 (not at all) to 100 (very much). They stand in this report only; other participants never see them.
report-trait-lust = Lust
report-trait-gluttony = Gluttony
report-trait-greed = Greed
report-trait-sloth = Sloth
report-trait-wrath = Wrath
report-trait-envy = Envy
report-trait-pride = Pride
report-trait-none = not known
report-basis = What this rests on
report-basis-phase = Part
report-basis-collected = Collected from you
report-basis-weight = Weight
report-collected-visual = One photo, { $collected } of { $of } faces rated
report-collected-personality = { $collected } of { $of } statements answered
report-collected-biological = { $collected } of { $of } genes typed
report-collected-none = Nothing: no result arrived
report-declared = How scores are computed was declared before anything was scored and has not changed since. Fingerprint of the declaration: { $hash }
report-versions = Versions: { $versions }
report-limits = What to keep in mind
report-limits-look = There is no number here about how anybody looks, and the study shows none to anyone.
report-limits-group = The people you were shown include some predicted high and some drawn from the whole range. Otherwise the prediction could not be tested.
report-limits-others = This file shows other people, who agreed to that for you alone: please keep it to yourself.
report-limits-data = In the chat, /export sends you all your data and /delete_my_data erases it.
report-limits-medical = Nothing here is medical or psychological advice.
report-sources = Sources
report-person = Person { $number }
report-page = Page { $page } of { $pages }
report-alt-photo = The photo that you were shown
report-alt-range = { $leaning }: { $total } on a line from 0 to 100, range { $low } to { $high }
report-alt-moves = What each part did, in points: { $moves }
report-alt-traits = Bars of your own seven traits, 0 to 100
report-text-range = { $total } of 100, range { $low } to { $high }
report-text-moves = What each part did: { $moves }
report-text-more = { $count ->
    [one] … and one more person in the file
   *[other] … and { $count } more people in the file
  }

## Export: the PDF of everything somebody left

export-title = Your data
export-lead = This is everything the study holds about you on the day named above, table by table. The file harmonia-my-data.json has the same content for programs. Times are in UTC.
export-alt-photo = Your photo
export-photo-gone = The photo could not be read; its file is named here.
export-numbers = { $count } numbers, all of them in the JSON file; the first: { $first }
export-fingerprint = first digits { $first }; whole in the JSON file
export-entries = { $count ->
    [one] One entry
   *[other] { $count } entries
  }, all in the JSON file
export-part-analyser = Program that described the face
export-part-numbers = Description
export-part-questionnaire = Questionnaire
export-part-answers = Answers
export-repeated = shown again
export-status-active = taking part
export-status-paused = paused
export-status-withdrawn = withdrawn
export-status-analysing = being looked at
export-status-refused = refused
export-status-preview = waiting for your choice
export-status-accepted = accepted
export-status-requested = being made
export-status-ready = made
export-status-delivered = sent to you
export-table-profiles = Photo and face
export-table-selfies = Selfie
export-table-calibration-ratings = Faces you rated
export-table-questionnaire-answers = Answers to the questionnaire
export-table-personality-scores = Personality traits
export-table-hla-data = HLA type
export-table-kits = Lab kits
export-table-kit-events = Where your kit was
export-table-presentations = Order of questions and faces
export-table-phase-records = Stages of the study
export-table-superseded-seals = Results that were corrected
export-table-outcomes = Your answers about profiles
export-table-matches = Results with the people you were shown
export-table-reports = Report
export-table-introductions = Introductions
export-table-blocks = People you blocked
export-table-reminders = Reminders
export-table-consents = Consents
export-table-invites = Invitation
export-table-chats = Chat
export-table-participants = About you
export-table-account-state = Account status
export-table-refresh-tokens = Sign-ins outside Telegram
export-table-users = Account
export-table-audit-log = Log of actions
export-column-account-completed-at = Account completed
export-column-action = Action
export-column-about-confirmed-at = Answers confirmed
export-column-adult-confirmed-at = Confirmed to be 18 or older
export-column-answered-at = Answered
export-column-at = When
export-column-attempts = Attempts
export-column-birth-year = Year of birth
export-column-calibration-complete = Faces all rated
export-column-chat-id = Chat number
export-column-code = Code
export-column-created-at = Created
export-column-delivered-at = Delivered
export-column-disabled-at = Disabled
export-column-display-name = Name shown to others
export-column-dwell-ms = Time taken (ms)
export-column-email = E-mail
export-column-encrypted-alleles = Alleles (decrypted here)
export-column-event = What was noted
export-column-excluded-reason = Why we do not introduce you
export-column-envy-score = Envy
export-column-face-id = Face
export-column-full-name = Full name
export-column-gluttony-score = Gluttony
export-column-granted = Agreed
export-column-greed-score = Greed
export-column-hla-score = HLA
export-column-instrument-version = Version
export-column-left-out-until = When your data are erased because you were left out
export-column-stays-since = Waiting for the next group since
export-column-introduced-at = Introduced
export-column-issued-at = Handed out
export-column-item-id = Question
export-column-items = Order
export-column-last-active-at = Last active
export-column-last-update-at = Last message
export-column-locale = Language
export-column-lust-score = Lust
export-column-missing = Without a result
export-column-opened-at = Opened
export-column-path = File
export-column-docx-path = File as DOCX
export-column-personality-score = Personality
export-column-phase = Stage
export-column-photo-path = File of the photo
export-column-position = Place
export-column-pride-score = Pride
export-column-problem = Why it was refused
export-column-purpose = Purpose
export-column-rating = Your rating, 1–4
export-column-raw-responses = Answers as they were scored
export-column-ready-at = Ready
export-column-received-at = Result received
export-column-reminders-off = Reminders switched off
export-column-time-zone = Time zone
export-column-remind-at = Next reminder asked for
export-column-reminders-paused-until = No reminders until
export-column-number = Number
export-column-step = Stage reached
export-column-sent-at = Sent
export-column-returned-at = Came back
export-column-choice = Button tapped
export-column-followed = What followed in 48 hours
export-column-asked-text-version = Asked anew about the consent texts of
export-column-results-told-at = Told the results of the group at
export-column-reminders-sent = Reminders sent
export-column-repeat = Shown a second time
export-column-requested-at = Requested
export-column-role = Role
export-column-sealed-at = Sealed
export-column-superseded-at = Corrected
export-column-seeks = Looking for
export-column-seeks-age-max = Oldest age sought
export-column-seeks-age-min = Youngest age sought
export-column-sex = Sex
export-column-shown-at = Shown
export-column-sloth-score = Sloth
export-column-status = Status
export-column-text-hash = Fingerprint of the text
export-column-text-version = Version of the text
export-column-total-compatibility = Overall
export-column-unreachable-since = Unreachable since
export-column-updated-at = Changed
export-column-used-at = Used
export-column-value = Answer
export-column-visual-embedding = Description of the face (decrypted here)
export-column-visual-score = Faces
export-column-voided-at = Replaced
export-column-would-meet = Would meet
export-column-wrath-score = Wrath
export-column-wtm = Willingness to meet, 1–7

## The questionnaire's version and reference

report-details-raw = Total and range: from 0 to 100, the middle is 50; this is no percentage chance. Faces and genes: out of 100 reference pairs, so many fit less well than you two. Personality: how alike your answers are, from 0 to 100, since this questionnaire has no reference pairs.
freeze-questionnaires = The people of this cohort answered several versions of the questionnaire ({ $versions }). Their traits cannot be compared, so the cohort cannot be frozen and nothing was changed. It can be frozen when all who have finished answered one version.

## Bot: what came out of a cohort

results-title = What came out of your group
results-registered = Before the first answer, the study registered what it predicts: from your photos, and from how each of you rated other faces, it can tell whom you would like to meet.
results-exploratory = For your group, nothing was registered before the answers came in. So this is exploratory: we looked whether your photos, and how each of you rated other faces, tell whom you would like to meet.
results-counted = { $answers ->
    [one] One answer
   *[other] { $answers } answers
  } of { $viewers } people count.
results-hundred = A “yes” was ranked above a “no” in { $found } of 100 comparisons; the answers fit any number from { $low } to { $high }, and guessing would give 50.
results-hundred-alone = A “yes” was ranked above a “no” in { $found } of 100 comparisons, and guessing would give 50.
results-better = The whole range is above 50: the prediction did better than chance, though it is often wrong about a single person.
results-worse = The whole range is below 50: the prediction did worse than chance. It was wrong.
results-unclear = 50 is in this range, so the prediction cannot be told apart from chance. That does not prove that it is worthless: so few people cannot show a small effect.
results-no-range = There are too few answers to say how certain this is, so we conclude nothing from it.
results-suggests = Because nothing was registered, this can suggest something, but it confirms nothing.
results-few = Fewer than ten people have answered whose answers may be used. We show no figure, so that no person's answers can be guessed from it. Nothing can be concluded from so few answers.
results-none = The answers allow no figure: for one, some have to say yes and some no, and the predictions have to differ. So we conclude nothing.
results-not-you = <b>What this does not say.</b> It is about all answers of your group together, and says nothing about you, or about any one pair. It is about saying yes to a photo, a first name and an age, and not about whether two people get on once they meet.
results-controls = Personality and HLA cannot be seen in a photo, so they served as a check and should be near 50.
results-control = { $score }: { $found } (from { $low } to { $high }).
results-controls-fine = No check stands out.
results-controls-off = A check stands out, so something else than the prediction seems to show in the answers: read the first number with care.
results-later = What people say after they were introduced is not part of these numbers.
