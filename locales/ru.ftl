# Harmonia


## Bot: words used everywhere

language-name = Русский
back = ‹ Назад
cancel = Отмена
continue = Продолжить
continue-at = Продолжить: { $place }
yes = Да
no = Нет
progress = { $done }/{ $total }
please-choose = Пожалуйста, нажмите одну из кнопок под вопросом.
please-choose-number = Пожалуйста, выберите число от { $from } до { $to }.
please-type = Пожалуйста, напишите ответ сообщением.
tap-again = Это нажатие уже учтено.
tap-old = Эта кнопка от прежнего вопроса. Вот тот, что открыт сейчас.
nothing-changed = Ничего не изменилось.
nothing-to-do = Сейчас от вас ничего не требуется.
sorry-failed = Извините, у нас что-то сломалось, и ваше последнее сообщение не обработано. Всё, что вы ответили раньше, сохранилось. Попробуйте ещё раз: /continue.
group-goodbye = Я общаюсь только в личных чатах, поэтому покидаю эту группу. Пишите мне напрямую.
command-unknown = Такой команды я не знаю. Все команды — в /help.
command-not-yours = Эта команда вам недоступна. Сотрудники исследования входят через /login.
join-first = Сначала нужно присоединиться к исследованию: откройте ссылку-приглашение, которую вам дали.
participants-only = Эта команда для участников, а вы в служебном режиме. Что вам доступно, показывает /help.
staff-idle = Вы в служебном режиме. Ваши команды — в /help.
list-cut = … и ещё { $count }.

## Bot: start and language

bot-description = Harmonia — исследование о том, кто с кем хотел бы встретиться. Вас ждут три коротких этапа: фотография, опросник и лабораторный набор. Нужно приглашение. Ваши данные остаются вашими: /privacy, /export и /delete_my_data работают в любой момент.
bot-short-description = Исследование о том, кто с кем хотел бы встретиться. По приглашению.
start-welcome = <b>{ $study }: добро пожаловать!</b>
    В исследовании три этапа: фотография, опросник и лабораторный набор. На каждый нужно несколько минут, и прерваться можно когда угодно: /continue вернёт вас туда, где вы остановились.
start-again = Вы уже участвуете, ссылка больше не нужна. Вы остановились здесь:
start-without-invite = { $study }: участие по приглашению. Откройте ссылку-приглашение, которую вам дали. Если вы уже участвовали с другого аккаунта Telegram, нажмите /login.
start-invite-unknown = Это приглашение недействительно. Проверьте, целиком ли скопирована ссылка, или попросите у организаторов новую.
start-invite-used = Это приглашение уже использовано: каждое рассчитано на одного человека. Попросите у организаторов своё.
start-invite-expired = Срок этого приглашения истёк. Попросите у организаторов новое.
start-cohort-state = Группа, в которую вело это приглашение, уже набрана. Спросите у организаторов о следующей.
language-ask = На каком языке будем общаться?
language-set = Готово. Теперь общаемся на этом языке.
adult-ask = Исследование только для взрослых. Вам уже есть 18 лет?
adult-yes = Да, мне есть 18
adult-no = Нет
adult-refused = Тогда участвовать нельзя: исследование только для взрослых, и больше мы вас ни о чём не спрашивали. /delete_my_data удалит даже это. Если вы промахнулись кнопкой, просто ответьте ещё раз.

## Bot: consent

consent-agree = Даю согласие
consent-refuse = Не даю согласия
consent-required = Без этого участвовать нельзя.
consent-optional = Решать вам: участвовать можно и без этого.
consent-needed = Без этого согласия мы не можем проводить исследование с вами, поэтому здесь остановимся. Ничего не потеряно: можно перечитать и дать согласие в любой момент или удалить всё через /delete_my_data.
consent-face-title = Ваша фотография
consent-face-text = Мы просим одну фотографию вашего лица и описываем её числами на нашем собственном компьютере. Описание хранится в зашифрованном виде. Никому и никогда не сообщается, насколько кто-либо привлекателен. Люди, с которыми вас сведёт исследование, увидят фотографию.
consent-personality-title = Ваши ответы
consent-personality-text = Вы отвечаете примерно на сорок коротких утверждений о себе. Из ответов складываются семь черт, которые сравниваются с чертами других людей. Другие участники никогда не увидят ваших ответов.
consent-genetic-title = Ваш тип HLA
consent-genetic-text = Лаборатория определяет по вашему образцу три иммунных гена (HLA-A, -B и -DRB1). Она знает только код вашего набора, но не знает, кто вы. Результат хранится в зашифрованном виде, используется только для сравнения внутри исследования и не является медицинским заключением.
consent-matching-title = Показ другим людям
consent-matching-text = Когда пройдены все три этапа, ваше имя или псевдоним, возраст и фотографию увидят несколько человек, которым вы можете подойти, а вам покажут их. Контакт передаётся, только если обе стороны дважды ответят «да».
consent-research-title = Научный анализ
consent-research-text = Ваши ответы могут анализировать под кодом вместо имени, чтобы узнать, верны ли были предсказания. Публикуются только цифры о группах от десяти человек.

## Bot: account

email-ask = <b>Какой у вас адрес e-mail?</b>

    По нему организаторы свяжутся с вами по делам исследования, а вы сможете перейти на другой аккаунт Telegram.
email-invalid = Это не похоже на адрес e-mail. Он должен быть вроде name@example.org.
email-taken = Этот адрес уже занят. Если он ваш, перенесите своё участие сюда через /login; если нет, напишите другой.
password-ask = <b>Хотите задать пароль?</b>

    Он нужен только для перехода на другой аккаунт Telegram и для входа через веб. Напишите пароль не короче 12 знаков (ваше сообщение сразу удалится) или пропустите этот шаг.
password-skip = Пропустить
password-type = Напишите пароль обычным сообщением или продолжайте без него.
password-too-short = Слишком короткий пароль. Нужно не меньше 12 знаков; хорошо подходят несколько слов подряд.
password-too-long = Слишком длинный пароль. Можно не больше 200 знаков.
password-common = Такой пароль легко угадать: он у многих. Придумайте другой.
password-contains-email = Придумайте пароль, в котором нет вашего e-mail.
password-saved = Пароль задан, ваше сообщение удалено.

## Bot: about you

about-known = Сейчас указано: { $value }
about-sex = Ваш пол?
about-sex-hint = Это нужно, чтобы знать, кому вас можно показывать.
sex-female = Женщина
sex-male = Мужчина
about-seeks = Кого вы хотели бы встретить?
about-seeks-hint = Для оценки вам покажут примеры лиц этого пола.
seeks-female = Женщин
seeks-male = Мужчин
seeks-both = Женщин и мужчин
about-birthYear = В каком году вы родились?
about-birthYear-hint = Четыре цифры, например 1990.
birth-year-invalid = Напишите год четырьмя цифрами, например 1990.
birth-year-minor = Судя по году, вам меньше 18, а исследование только для взрослых. Если это опечатка, напишите год ещё раз. Если нет, /delete_my_data удалит то, что у нас есть.
about-seeksAgeMin = С какого возраста показывать вам людей?
about-seeksAgeMin-hint = Число от 18.
about-seeksAgeMax = А до какого?
about-seeksAgeMax-hint = Число до 99, не меньше предыдущего.
age-invalid = Напишите целое число от { $minimum } до { $maximum }.
about-displayName = Как вас называть?
about-displayName-hint = Имя или псевдоним. Его увидят люди, с которыми вас сведёт исследование.
name-invalid = Напишите имя: в нём должна быть хотя бы одна буква или знак.
name-long = В этом имени { $length ->
    [one] { $length } знак
    [few] { $length } знака
    [many] { $length } знаков
   *[other] { $length } знака
  }. Пожалуйста, не больше 60.
name-thanks = Спасибо, { $name }.

## Bot: phase 1

selfie-ask = <b>Этап 1 из 3: ваша фотография</b>

    Пришлите одну фотографию своего лица.
    • На снимке только вы, взгляд в камеру
    • Дневной свет спереди, без тёмных очков
    • Лицо занимает около трети снимка
selfie-again = Пришлите, пожалуйста, другую фотографию.
selfie-analysing = Спасибо. Смотрим вашу фотографию, это займёт несколько секунд.
selfie-wait = Ещё смотрим вашу фотографию. Ответ придёт сам, делать ничего не нужно.
selfie-send-photo = Пришлите фотографию: нажмите на скрепку и выберите или сделайте снимок своего лица.
selfie-preview = Эта фотография подходит. Берём её?
selfie-use = Берём
selfie-retake = Переснять
selfie-not-video = Видео здесь не подойдёт. Пришлите обычную фотографию.
selfie-not-video-note = Видеосообщение здесь не подойдёт. Пришлите обычную фотографию.
selfie-not-voice = Голосовое сообщение здесь не подойдёт. Пришлите фотографию своего лица.
selfie-not-sticker = Стикер здесь не подойдёт. Пришлите фотографию своего лица.
selfie-not-contact = Карточка контакта здесь не подойдёт. Пришлите фотографию своего лица.
selfie-not-animation = GIF или анимация здесь не подойдёт. Пришлите обычную фотографию.
selfie-not-file = Этот файл не изображение. Пришлите фотографию или файл JPEG, PNG или WebP.
selfie-not-location = Геопозиция здесь не подойдёт. Пришлите фотографию своего лица.
selfie-not-other = Это здесь не подойдёт. Пришлите фотографию своего лица.
selfie-problem-album = Вы прислали сразу несколько снимков. Нужен только один.
selfie-problem-too-large = Этот файл больше 20 МБ, Telegram не даёт нам такие читать. Отправьте его как фотографию, а не как файл, или выберите поменьше.
selfie-problem-failed = Сейчас прочитать эту фотографию не получилось. Возможно, она потерялась по дороге.
selfie-problem-not-an-image = Этот файл не открывается как изображение. Подходят JPEG, PNG и WebP.
selfie-problem-heic = Это снимок в формате HEIC, мы его не читаем. Отправьте его как фотографию, а не как файл, и Telegram его преобразует.
selfie-problem-animated = Это анимированное изображение, а нужна обычная фотография.
selfie-problem-too-many-pixels = В этом изображении слишком много пикселей. Отправьте его как фотографию, а не как файл, или выберите поменьше.
selfie-problem-image-too-small = Снимок слишком маленький, лица не разглядеть. Нужен побольше, не меньше 160 пикселей с каждой стороны.
selfie-problem-no-face = Лица на снимке не нашлось. Повернитесь к камере, уберите всё, что закрывает лицо, и выйдите на свет.
selfie-problem-several-faces = На снимке несколько лиц. Нужна фотография, где вы без других людей.
selfie-problem-too-small = Лицо на снимке слишком мелкое. Подойдите ближе или держите камеру на вытянутой руке.
selfie-problem-face-cut = Лицо обрезано краем снимка. Оно должно войти целиком, от волос до подбородка.
selfie-problem-too-dark = Снимок слишком тёмный. Повернитесь к окну или включите свет перед собой.
selfie-problem-too-bright = Снимок слишком светлый. Отвернитесь от яркого света или выключите вспышку.
selfie-problem-blurred = Снимок нерезкий. Протрите объектив, держите камеру неподвижно и попробуйте ещё раз.
selfie-problem-turned-away = Лицо повёрнуто в сторону. Посмотрите прямо в камеру.
calibration-ask = <b>Хотелось бы вам встретиться с человеком такой внешности?</b>
    Отвечайте по первому впечатлению. Эти лица — примеры, а не участники.
swipe-strong-no = Точно нет
swipe-no = Нет
swipe-yes = Да
swipe-strong-yes = Точно да
seal-calibration = <b>Этап 1 пройден.</b>

    Пока можно вернуться и изменить ответы. Когда вы закроете этап, изменить его будет уже нельзя, и откроется этап 2.
seal-questionnaire = <b>Этап 2 пройден.</b>

    Пока можно вернуться и изменить ответы. Когда вы закроете этап, изменить его будет уже нельзя, и откроется этап 3.
seal-profiles = <b>Вы ответили про всех.</b>

    Пока можно вернуться и изменить ответы. Когда вы их закроете, мы составим ваш отчёт.
seal-now = Закрыть и продолжить
sealed-visual = Этап 1 закрыт. Теперь опросник: отмечайте, насколько вам подходит каждое утверждение.
sealed-personality = Этап 2 закрыт.

## Bot: phase 3 and waiting

lab-ask = <b>Этап 3 из 3: ваш лабораторный набор</b>

    Код вашего набора: <code>{ $kit }</code>. Набор с этим кодом вам передадут организаторы; сверьте коды и следуйте инструкции внутри.

    Мы напишем вам сюда, как только лаборатория ответит. Больше ничего делать не нужно.
lab-wait = Лаборатория ещё не ответила. Мы напишем вам, как только ответ придёт.
lab-arrived = Лаборатория ответила. Этап 3 закрыт: вы прошли все три этапа.
cohort-wait = <b>Все три этапа пройдены. Спасибо!</b>

    Теперь ждём остальных. Как только организаторы откроют результаты, сюда придут ваши профили.

## Bot: profiles and report

profile-head = { $name }, { $age }
profile-wtm = Насколько вам хотелось бы встретиться с этим человеком? 1 — совсем нет, 7 — очень.
profile-meet = А вы действительно встретились бы с этим человеком?
profile-block = Не знакомить нас
profile-blocked = Хорошо, знакомить вас не будем.
profiles-arrived = <b>Результаты готовы.</b> Ниже — люди, выбранные для вас. Сначала скажите, насколько вам хотелось бы встретиться с каждым из них; сразу после этого придёт ваш отчёт.
profiles-nobody = В этой группе не нашлось никого, чьи пожелания совпали бы с вашими. О вас это ничего не говорит: дело в составе группы. Отчёт можно получить всё равно.
profiles-report = Составить отчёт
report-preparing = Спасибо. Составляем ваш отчёт, он скоро придёт сюда.
report-patience = Ещё составляем ваш отчёт. Он придёт сам, делать ничего не нужно.
report-ready = Это было всё исследование. Спасибо за участие!
    Отчёт можно получить снова кнопкой ниже или командой /report.
report-again = Прислать отчёт ещё раз
report-caption = Ваш отчёт Harmonia
report-not-yet = Отчёта пока нет. Вы сейчас здесь: { $place }.
introduce-ask = И { $name }, и вы ответили, что готовы встретиться. Познакомить вас? Если «да» ответят обе стороны, каждая получит ссылку на профиль другой в Telegram.
introduce-noted = Принято. Если с другой стороны тоже ответят «да», мы вам напишем.
introduced = И { $name }, и вы ответили «да». Вот ссылка для связи: [link]. Приятной встречи!

## Bot: commands

command-status = На каком вы этапе
command-continue = Продолжить с того же места
command-report = Получить отчёт ещё раз
command-language = Сменить язык
command-privacy = Что происходит с вашими данными
command-help = Как всё устроено
command-export = Получить копию своих данных
command-withdraw = Отозвать согласие
command-delete-my-data = Удалить все данные о вас
command-cancel = Выйти из текущего вопроса
command-login = Войти
command-logout = Выйти из аккаунта
command-invite = Создать ссылки-приглашения
command-kit = Лабораторные наборы: список и замена
command-participants = Кто на каком этапе, по кодам
command-freeze = Закрыть когорту
command-score = Рассчитать пары
command-release = Показать результаты участникам
command-stats = Ход исследования и валидность
help-intro = <b>{ $study }</b>: фотография, опросник и лабораторный набор, одно за другим, а затем знакомство с людьми, которые могут вам понравиться. Прерваться можно когда угодно, ничего не потеряется.
help-staff = <b>{ $study }</b>: служебный режим.
help-contact = Есть вопросы? Пишите: { $contact }.
help-no-contact = Есть вопросы? Задайте их тому, от кого пришло приглашение.
status-title = Ваше место в исследовании ({ $code })
status-done = ✓ { $stage }
status-now = ▸ { $stage } — сейчас
status-later = · { $stage }
status-place = Сейчас: { $place }
status-stage-joining = Регистрация
status-stage-visual = Этап 1: фотография
status-stage-personality = Этап 2: опросник
status-stage-biological = Этап 3: лабораторный набор
status-stage-cohort = Ожидание остальных
status-stage-profiles = Профили
status-stage-report = Отчёт
place-counted = { $stage } ({ $at } из { $total })
stage-language = язык
stage-adult = возраст
stage-consent = согласие
stage-account = e-mail
stage-about = о вас
stage-selfie = фотография
stage-calibration = примеры лиц
stage-questionnaire = опросник
stage-lab = ожидание лаборатории
stage-cohort = ожидание остальных
stage-profiles = профили
stage-report = отчёт
stage-withdrawn = участие прекращено
welcome-back = Снова здравствуйте! Вы остановились здесь: { $place }. Все ваши ответы на месте.
reminder = Вы остановились здесь: { $place }. Когда найдётся несколько минут, можно продолжить с этого места.
reminders-stop = Не напоминать
reminders-off = Напоминаний больше не будет.
cancel-kept = Остановились. Все ваши ответы сохранены.
cancelled = Отменено.
nothing-to-cancel = Отменять нечего.
privacy-text = <b>Ваши данные</b>
    • Ваша фотография, её описание и тип HLA хранятся в зашифрованном виде или под случайным именем, в собственном хранилище исследования.
    • Никому не сообщается, насколько кто-либо привлекателен. Сотрудники видят коды, а не имена.
    • /export пришлёт вам копию, /withdraw отзовёт одно согласие, /delete_my_data удалит всё.
privacy-granted = ✓ { $purpose }: согласие дано { $date }
privacy-refused = ✗ { $purpose }: согласия нет ({ $date })
privacy-open = · { $purpose }: вопрос ещё впереди
export-coming = Собираем ваши данные; сейчас придут два файла.
export-caption = Всё, что мы храним о вас, в файле, который могут прочитать другие программы.
export-caption-pdf = То же самое для чтения, с вашей фотографией.
withdraw-ask = Какое согласие вы хотите отозвать? Данные по нему будут удалены.
withdraw-nothing = Отзывать нечего: согласий нет.
withdraw-already = Это согласие уже отозвано.
withdraw-yes = Да, отозвать и удалить
withdraw-sure-face = Это удалит вашу фотографию, её описание и ваши оценки лиц и завершит ваше участие. Продолжить?
withdraw-sure-personality = Это удалит ваши ответы на опросник и завершит ваше участие. Продолжить?
withdraw-sure-genetic = Это удалит ваш тип HLA и завершит ваше участие. Продолжить?
withdraw-sure-matching = Вас больше никому не покажут, и ваше участие завершится. Продолжить?
withdraw-sure-research = Ваши данные больше не будут использоваться для научного анализа. Участвовать можно и дальше. Продолжить?
withdrawn-face = Ваша фотография и всё, что из неё получено, удалены, ваше участие завершено. Остальное удалит /delete_my_data.
withdrawn-personality = Ваши ответы удалены, ваше участие завершено. Остальное удалит /delete_my_data.
withdrawn-genetic = Ваш тип HLA удалён, ваше участие завершено. Остальное удалит /delete_my_data.
withdrawn-matching = Вас больше никому не показывают, ваше участие завершено. Остальное удалит /delete_my_data.
withdrawn-research = Готово. Ваши данные больше не используются для научного анализа.
withdrawn-over = Ваше участие завершено, потому что вы отозвали согласие. Что осталось, покажет /privacy, удалит — /delete_my_data.
delete-ask = Это удалит вашу фотографию, ответы, тип HLA, e-mail и всё остальное, что мы храним о вас. Отменить это нельзя. Продолжить?
delete-yes = Да, удалить всё
delete-done = Все данные о вас удалены. Спасибо за ваше время и всего доброго.
delete-already = Удалять больше нечего.

## Bot: staff

login-email = <b>Вход.</b> Какой у вас адрес e-mail?
login-password = А пароль? Ваше сообщение сразу удалится.
login-failed = Неверный e-mail или пароль. Попробуйте ещё раз: /login.
login-too-often = { $minutes ->
    [one] Слишком много попыток. Снова попробовать можно через { $minutes } минуту.
    [few] Слишком много попыток. Снова попробовать можно через { $minutes } минуты.
   *[many] Слишком много попыток. Снова попробовать можно через { $minutes } минут.
  }
login-staff = Вы вошли, роль: { $role ->
    [admin] администрирование
   *[researcher] исследование
  }. Сеанс закончится сам через { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
    [many] { $hours } часов
   *[other] { $hours } часа
  }; ваши команды — в /help.
login-moved = Здравствуйте! Ваше участие перенесено на этот аккаунт Telegram.
login-already = Вы уже участвуете с этого аккаунта Telegram.
login-other-participant = С этого аккаунта Telegram уже участвует кто-то другой, поэтому перенести участие сюда нельзя.
logged-out = Вы вышли.
invite-count = Укажите число от 1 до { $most }, например /invite 5.
invite-made = { $count ->
    [1] Приглашение на одного человека
    [one] { $count } приглашение, каждое на одного человека
    [few] { $count } приглашения, каждое на одного человека
    [many] { $count } приглашений, каждое на одного человека
   *[other] { $count } приглашения, каждое на одного человека
  }, срок действия: { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
  }.
cohort-none-open = Сейчас нет когорты, в которую идёт набор.
kit-waiting = { $count ->
    [0] Ни один набор не ждёт ответа лаборатории.
    [one] Ответа лаборатории ждёт { $count } набор:
    [few] Ответа лаборатории ждут { $count } набора:
    [many] Ответа лаборатории ждут { $count } наборов:
   *[other] Ответа лаборатории ждут { $count } набора:
  }
kit-hint = /kit P-XXXX выдаст этому участнику новый набор; старый код станет недействителен.
kit-not-now = { $code } сейчас не ждёт набора.
kit-issued = { $code }: выдан новый набор <code>{ $kit }</code>. Старый код недействителен.
participant-unknown = Участника { $code } нет.
participants-title = Когорта <b>{ $cohort }</b>, { $status }: { $people ->
    [one] { $people } участник
    [few] { $people } участника
    [many] { $people } участников
   *[other] { $people } участника
  }, использовано приглашений: { $used } из { $issued }.
cohort-open = идёт набор
cohort-frozen = заморожена
cohort-scored = рассчитана
cohort-released = результаты открыты
freeze-not-open = Нет открытой когорты, которую можно заморозить.
freeze-too-few = Чтобы заморозить когорту, нужны хотя бы двое, кто прошёл все этапы или ждёт только лабораторию; сейчас таких: { $included }. Отменить это нельзя, поэтому ничего не изменилось.
freeze-ask = Заморозка закрывает когорту навсегда и регистрирует, что будет рассчитано.
    Войдут: { $included } (из них без результата лаборатории: { $missing }). Не войдут: { $excluded }.
freeze-yes = Заморозить когорту
freeze-done = Когорта заморожена, в ней { $included ->
    [one] { $included } участник
    [few] { $included } участника
    [many] { $included } участников
   *[other] { $included } участника
  }. Предрегистрация { $hash }. Дальше: /score.
score-not-frozen = Нет замороженной когорты, которую можно рассчитать.
score-started = Расчёт начался. Результат придёт сюда.
score-done = Рассчитано. Людей: { $people }; подходящих пар: { $pairs }; будет показано пар: { $shown } (индекс Джини показов: { $gini }; никого не нашлось для: { $alone }). Дальше: /release.
score-failed = В расчёте отказано: { $reason }. Ничего не сохранено.
release-not-scored = Нет рассчитанной когорты, результаты которой можно открыть.
release-ask = Каждый участник увидит людей, выбранных для него. Открыть результаты?
release-yes = Открыть результаты
release-started = Открываем результаты. Итог придёт сюда.
release-done = Результаты открыты, их { $people ->
    [one] получает { $people } участник
    [few] получают { $people } участника
    [many] получают { $people } участников
   *[other] получают { $people } участника
  }.
stats-title = Когорта <b>{ $cohort }</b>, { $status }: { $people ->
    [one] { $people } участник
    [few] { $people } участника
    [many] { $people } участников
   *[other] { $people } участника
  }.
stats-line = { $name }: { $value }
stats-suppressed = меньше 10
stats-answers = Закрытых ответов тех, кто дал согласие на научный анализ: { $answers }
stats-would-meet = AUC, «готовность встретиться»
stats-mutual = AUC, готовность с обеих сторон
stats-wtm = Ранговая корреляция с желанием встретиться
stats-visual = AUC одного визуального этапа
stats-personality = AUC одного этапа личности
stats-biological = AUC одного биологического этапа
stats-too-few-people = меньше 10 человек
stats-protects-another-cell = скрыто
stats-undefined = пока не определено
stats-how-to-read = AUC 0,5 — случайность; в скобках 95-процентный интервал. О группах меньше 10 человек ничего не показывается.
plot-progress = Кто на каком этапе
plot-progress-note = Сколько участников сейчас на каждом этапе. Группы меньше 10 человек не раскрываются.
plot-scores = Как распределены прогнозы
plot-scores-note = Пары по взаимной оценке; только люди, согласившиеся на использование данных в науке.
plot-scores-axis = взаимная оценка
plot-validity = Верен ли прогноз?
plot-validity-note = AUC { $auc }, 95 %-й интервал от { $low } до { $high }; 0.5 — случайность. Отрезки — 95 %-е интервалы.
plot-validity-none = Ответов для AUC пока недостаточно.
plot-calibration = Ответили «да» при такой оценке
plot-calibration-x = прогноз
plot-calibration-y = готовы встретиться, %
plot-roc = «Да» против «нет» (ROC)
plot-roc-x = «нет» выше порога, %
plot-roc-y = «да» выше порога, %
plot-withheld = группы меньше 10 не показаны

## Report

report-title = Ваш отчёт о совместимости
report-lead = В этом отчёте то, что исследование предсказало для вас и людей, которых вам показали: насколько вы двое готовы встретиться. Он составлен только после того, как вы сами ответили, поэтому повлиять на ваши ответы он не мог.
report-glance = Коротко
report-glance-note = Предсказанная взаимная готовность встретиться, от 0 до 100. Справа ваш собственный ответ, данный до всяких предсказаний.
report-you = Вы: { $wtm } из 7
report-you-none = Вы: нет ответа
report-would-meet = { $answer ->
    [yes] встреча: да
    [no] встреча: нет
   *[none] не решено
  }
report-nobody = В этой группе не нашлось никого, чьи пожелания совпали бы с вашими, поэтому предсказывать нечего. Дело в составе группы, о вас это ничего не говорит.
report-how = Как читать числа
report-how-percentile = Каждый этап — это процентиль: 50 значит, что вы подходите друг другу так же, как средняя из множества контрольных пар, 90 — лучше, чем девять из десяти. Для личности контрольные пары смоделированы, а не измерены.
report-how-mutual = Итог складывает этапы в каждом направлении, а затем оба направления; он держится ближе к тому, кто готов меньше, ведь для встречи нужны двое. Это предсказание на шкале, а не вероятность в процентах.
report-evidence = Что говорят данные
report-evidence-similarity = По данным быстрых свиданий, то, насколько люди действительно похожи, почти не предсказывает «да»: AUC от 0,51 до 0,52, где 0,50 — подбрасывание монеты, а 1 — полная уверенность. То, насколько похожими они себя чувствуют, предсказывает лучше (0,73), но чувствовать сходство и быть похожими — почти не связанные вещи (корреляция 0,05).
report-evidence-hla = Что до HLA, одни исследования нашли тягу к непохожим типам, другие нет. Новейший метаанализ не находит никакого влияния: ни на выбор, ни у пар, ни на удовлетворённость отношениями. Биологическая оценка экспериментальная. Она измеряет генетическое различие и ничего не говорит о здоровье, родстве или о том, как сложатся отношения.
report-evidence-pilot = Этот пилот нужен, чтобы узнать, стоит ли предсказание хоть чего-нибудь. При 100 участниках его точность (AUC) станет известна примерно до ±0,04. Поэтому низкое число не приговор, а высокое не обещание; важнее то, что почувствовали вы сами.
report-matches = Ваши пары по отдельности
report-mutual = взаимно, из 100
report-by-phase = Совместимость по этапам
report-phase-visual = Лица
report-phase-personality = Личность
report-phase-biological = HLA
report-no-result = нет результата
report-similarity = Ответы схожи на { $similarity } из 100; в контрольных парах около { $mean }.
report-coverage = Здесь нет результата одного этапа. Его вес поделён между остальными; данными подкреплено { $percent } % всего веса.
report-closeness = Насколько близки ваши ответы
report-close-close = близко
report-close-between = есть разница
report-close-apart = далеко
report-close-none = неизвестно
report-your-answer = Ваш собственный ответ
report-wtm = Желание встретиться: { $wtm } из 7
report-wtm-none = Желание встретиться: нет ответа
report-traits = Как вы описали себя
report-traits-note = Ваши семь черт по вашим ответам, от 0 (совсем нет) до 100 (очень). Больше их никто не получает; люди, которых вам показали, знают лишь, насколько близки ваши ответы, в трёх ступенях.
report-trait-lust = Похоть
report-trait-gluttony = Чревоугодие
report-trait-greed = Алчность
report-trait-sloth = Лень
report-trait-wrath = Гнев
report-trait-envy = Зависть
report-trait-pride = Гордыня
report-basis = На чём это основано
report-basis-phase = Этап
report-basis-collected = Что получено от вас
report-basis-weight = Вес
report-basis-version = Версия
report-collected-visual = Фотография, оценено лиц: { $collected } из { $of }
report-collected-personality = Отвечено на утверждения: { $collected } из { $of }
report-collected-biological = Определено генов: { $collected } из { $of }
report-collected-none = Ничего: результат не пришёл
report-declared = Способ подсчёта был объявлен до всех подсчётов и с тех пор не менялся. Отпечаток объявления: { $hash }
report-limits = О чём стоит помнить
report-limits-look = Здесь нет ни одного числа о чьей-либо внешности, и исследование никому таких чисел не показывает. «Лица» говорят лишь о том, как пара отвечает вкусам друг друга, в обе стороны сразу.
report-limits-medical = Ничто здесь не заменяет совет врача или психолога.
report-limits-group = Среди показанных вам людей есть и те, для кого предсказание высокое, и выбранные по всей шкале. Иначе предсказание нельзя было бы проверить.
report-limits-data = В чате /export пришлёт вам все ваши данные, а /delete_my_data удалит их.
report-sources = Источники
report-person = Профиль { $number }
report-page = Страница { $page } из { $pages }
report-alt-glance = Диаграмма предсказанной взаимной готовности встретиться, от 0 до 100
report-alt-phases = Совместимость по этапам, от 0 до 100
report-alt-closeness = Насколько близки ответы по каждой из семи черт, в трёх ступенях
report-alt-traits = Ваши семь черт, от 0 до 100
report-text-note = Предсказанная взаимная готовность встретиться, от 0 до 100, и ваш собственный ответ, данный до всяких предсказаний.
report-text-more = { $count ->
    [one] Ещё { $count } человек есть в PDF.
    [few] Ещё { $count } человека есть в PDF.
   *[many] Ещё { $count } человек есть в PDF.
  }

## Export: the PDF of everything somebody left

export-title = Ваши данные
export-lead = Это всё, что исследование хранит о вас на указанный выше день, таблица за таблицей. В файле harmonia-my-data.json то же самое для программ. Время указано по UTC.
export-alt-photo = Ваша фотография
export-photo-gone = Не удалось прочитать фотографию; здесь указан её файл.
export-numbers = Чисел: { $count }, все они в файле JSON; первые: { $first }
export-table-profiles = Фото и лицо
export-table-selfies = Селфи
export-table-calibration-ratings = Лица, которые вы оценили
export-table-questionnaire-answers = Ответы на анкету
export-table-personality-scores = Черты личности
export-table-hla-data = HLA-типирование
export-table-kits = Наборы для лаборатории
export-table-presentations = Порядок вопросов и лиц
export-table-phase-records = Этапы исследования
export-table-superseded-seals = Исправленные результаты
export-table-outcomes = Ваши ответы об анкетах
export-table-matches = Результаты с людьми, которых вам показали
export-table-reports = Отчёт
export-table-introductions = Знакомства
export-table-blocks = Люди, которых вы заблокировали
export-table-consents = Согласия
export-table-invites = Приглашение
export-table-chats = Чат
export-table-participants = О вас
export-table-account-state = Состояние учётной записи
export-table-users = Учётная запись
export-table-audit-log = Журнал действий
export-column-account-completed-at = Учётная запись заполнена
export-column-action = Действие
export-column-adult-confirmed-at = Совершеннолетие подтверждено
export-column-answered-at = Время ответа
export-column-at = Когда
export-column-attempts = Попытки
export-column-birth-year = Год рождения
export-column-calibration-complete = Все лица оценены
export-column-chat-id = Номер чата
export-column-code = Код
export-column-created-at = Создано
export-column-delivered-at = Доставлено
export-column-disabled-at = Отключена
export-column-display-name = Имя, которое видят другие
export-column-dwell-ms = Время на ответ (мс)
export-column-email = Эл. почта
export-column-encrypted-alleles = Аллели (здесь расшифрованы)
export-column-envy-score = Зависть
export-column-face-id = Лицо
export-column-full-name = Полное имя
export-column-gluttony-score = Чревоугодие
export-column-granted = Согласие дано
export-column-greed-score = Алчность
export-column-hla-score = Баллы HLA
export-column-instrument-version = Версия
export-column-introduced-at = Познакомлены
export-column-issued-at = Выдан
export-column-item-id = Вопрос
export-column-items = Порядок
export-column-last-active-at = Последняя активность
export-column-last-update-at = Последнее сообщение
export-column-locale = Язык
export-column-lust-score = Похоть
export-column-missing = Без результата
export-column-opened-at = Начат
export-column-path = Файл
export-column-personality-score = Личность
export-column-phase = Этап
export-column-photo-path = Файл фотографии
export-column-position = Место
export-column-pride-score = Гордыня
export-column-problem = Причина отказа
export-column-purpose = Цель
export-column-rating = Ваша оценка, 1–4
export-column-raw-responses = Ответы, по которым считались баллы
export-column-ready-at = Готов
export-column-received-at = Результат получен
export-column-reminders-off = Напоминания отключены
export-column-reminders-sent = Отправлено напоминаний
export-column-repeat = Показано повторно
export-column-requested-at = Запрошен
export-column-role = Роль
export-column-sealed-at = Закрыт
export-column-superseded-at = Исправлен
export-column-seeks = Кого вы ищете
export-column-seeks-age-max = Возраст не старше
export-column-seeks-age-min = Возраст не младше
export-column-sex = Пол
export-column-shown-at = Показано
export-column-sloth-score = Лень
export-column-status = Состояние
export-column-text-hash = Отпечаток текста
export-column-text-version = Версия текста
export-column-total-compatibility = Итог
export-column-unreachable-since = Недоступен с
export-column-updated-at = Изменено
export-column-used-at = Использовано
export-column-value = Ответ
export-column-visual-embedding = Описание лица (здесь расшифровано)
export-column-visual-score = Лица
export-column-voided-at = Заменён
export-column-would-meet = Готовы встретиться
export-column-wrath-score = Гнев
export-column-wtm = Желание встретиться, 1–7

## The questionnaire's version and reference

report-how-similarity = Лица и HLA — это процентили: 50 значит, что вы подходите друг другу так же, как средняя из множества контрольных пар, 90 — лучше, чем девять из десяти. Личность — это сходство ответов от 0 до 100: для этой анкеты нет контрольных пар, поэтому сходство считается как есть.
report-similarity-alone = Ответы схожи на { $similarity } из 100.
freeze-questionnaires = Участники этой когорты отвечали на разные версии анкеты ({ $versions }). Их черты нельзя сравнивать, поэтому когорту нельзя заморозить, и ничего не изменилось. Заморозить её можно будет, когда все, кто прошёл этапы, будут с одной версией анкеты.
