# Harmonia


## Bot: words used everywhere

language-name = Español
back = ‹ Atrás
cancel = Cancelar
continue = Continuar
yes = Sí
no = No
progress = { $done }/{ $total }
please-choose = Usa uno de los botones que hay debajo de la pregunta.
please-choose-number = Elige un número del { $from } al { $to }.
please-type = Escribe tu respuesta en un mensaje.
tap-again = Ese toque ya está contado.
tap-old = Ese botón es de antes. Aquí tienes la pregunta que está abierta ahora.
tap-over = Ese botón es de antes y ya no hace nada.
nothing-changed = No ha cambiado nada.
nothing-to-do = Ahora mismo no tienes que hacer nada.
sorry-failed = Lo sentimos: algo falló por nuestra parte y tu último mensaje no se tramitó. No se ha perdido nada de lo que respondiste antes. Inténtalo de nuevo con /continue.
refresh-failed = Ahora mismo no hemos podido mostrarte el siguiente paso. Pulsa Continuar o envía /continue; si no sirve, escribe a la organización (/help).
picture-missing = Telegram no ha mostrado la imagen, así que ahora no preguntamos por ella. Inténtalo de nuevo; si sigue igual, escribe a la organización (/help).
try-again = Intentarlo de nuevo
file-not-sent = No hemos podido enviarte un archivo: Telegram no lo ha aceptado. Pídelo otra vez más tarde; si no sirve, escribe a la organización (/help).
group-goodbye = Solo hablo en chats privados, así que me voy de este grupo. Escríbeme directamente.
command-unknown = No conozco ese comando. En /help están todos.
command-not-yours = Ese comando no está disponible para ti. El equipo del estudio entra con /login.
join-first = Primero hay que unirse al estudio: abre el enlace de invitación que te dieron.
participants-only = Ese comando es para participantes. Has entrado como parte del equipo; en /help ves lo que puedes hacer.
staff-idle = Has entrado como parte del equipo. En /help están tus comandos.

## Bot: start and language

bot-description = Harmonia es un estudio sobre quién querría conocer a quién. Participas en tres fases cortas: una foto, un cuestionario y un kit de laboratorio. Hace falta una invitación. Tus datos siguen siendo tuyos: /privacy, /export y /delete_my_data funcionan en cualquier momento.
bot-short-description = Un estudio sobre quién querría conocer a quién. Con invitación.
start-welcome = <b>Te damos la bienvenida a { $study }.</b>
    El estudio tiene tres fases: una foto, un cuestionario y un kit de laboratorio. Cada una te lleva unos minutos y puedes parar cuando quieras; con /continue sigues donde lo dejaste.
start-again = Ya participas, así que el enlace no hace falta otra vez. Estás aquí:
start-without-invite = En { $study } se participa con invitación. Abre el enlace de invitación que te dieron. Si ya participabas con otra cuenta de Telegram, usa /login.
start-invite-unknown = Esta invitación no es válida. Comprueba que el enlace esté completo o pide otro a la organización.
start-invite-used = Esta invitación ya se usó; cada una vale para una sola persona. Pide una propia a la organización.
start-invite-expired = Esta invitación ha caducado. Pide otra a la organización.
start-cohort-state = El grupo de esta invitación está completo y ya no admite a nadie más. Pregunta a la organización por el siguiente.
language-ask = ¿En qué idioma hablamos?
language-set = Listo. A partir de ahora usamos este idioma.
adult-ask = Este estudio es solo para mayores de edad. ¿Tienes 18 años o más?
adult-yes = Sí, tengo 18 o más
adult-no = No
adult-refused = Entonces no puedes participar: el estudio es solo para mayores de edad, y no te hemos preguntado nada más. Con /delete_my_data borras incluso esto. Si te has equivocado de botón, responde otra vez.

## Bot: consent

consent-agree = Acepto
consent-refuse = No acepto
consent-required = Es necesario para participar.
consent-optional = Lo decides tú; puedes participar sin esto.
consent-needed = Sin este consentimiento no podemos hacer el estudio contigo, así que paramos aquí. No se pierde nada: puedes volver a leerlo y aceptarlo cuando quieras, o borrarlo todo con /delete_my_data.
consent-face-title = Tu foto
consent-face-text = Te pedimos una foto de tu cara y la describimos con números en nuestros propios equipos. La descripción se guarda cifrada. Nunca se le dice a nadie lo atractiva que es una persona. Las personas con las que coincidas ven la foto.
consent-personality-title = Tus respuestas
consent-personality-text = Respondes a unas cuarenta frases cortas sobre ti. Tus respuestas se convierten en siete rasgos y se comparan con los de otras personas. Las demás personas del estudio nunca las ven.
consent-genetic-title = Tu tipo HLA
consent-genetic-text = Un laboratorio determina tres genes inmunitarios (HLA-A, -B y -DRB1) a partir de tu muestra. El laboratorio solo conoce el código de tu kit, no quién eres. El resultado se guarda cifrado, solo se usa para comparar dentro de este estudio y no es un diagnóstico médico.
consent-matching-title = Mostrarte a otra gente
consent-matching-text = Cuando las tres fases estén completas, tu nombre o apodo, tu edad y tu foto se muestran a unas pocas personas con las que podrías encajar, y los suyos a ti. También están en los informes de esas personas, que los guardan como archivos. Tu contacto solo se da si ambas partes dicen que sí dos veces.
consent-research-title = Investigación
consent-research-text = Tus respuestas se pueden analizar, con un código en lugar de tu nombre, para averiguar si las predicciones acertaron. Solo se publican cifras de grupos de diez personas o más.

## Bot: account

email-ask = <b>¿Cuál es tu correo electrónico?</b>

    La organización lo usa para hablar contigo sobre el estudio, y a ti te sirve para pasarte a otra cuenta de Telegram.
email-invalid = Eso no parece un correo electrónico. Debería ser como nombre@example.org.
email-taken = Ese correo ya está en uso. Si es tuyo, usa /login para traer aquí tu participación; si no, escribe otro.
password-ask = <b>¿Quieres poner una contraseña?</b>

    Solo la necesitas para pasarte a otra cuenta de Telegram, o para ver, exportar y borrar tus datos fuera de Telegram. Escribe una de 12 caracteres o más (borramos tu mensaje al instante) o sáltate este paso.
password-skip = Sin contraseña
password-type = Escribe la contraseña en un mensaje de texto, o sigue sin ella.
password-too-short = Es demasiado corta. Usa 12 caracteres o más; unas cuantas palabras seguidas funcionan bien.
password-too-long = Es demasiado larga. Usa como mucho 200 caracteres.
password-common = Esa es fácil de adivinar porque la usa mucha gente. Elige otra.
password-contains-email = Elige una contraseña que no contenga tu correo.
password-saved = Tu contraseña está guardada.
secret-deleted = Tu mensaje con la contraseña está borrado.
secret-kept = ⚠ Telegram no nos dejó borrar tu mensaje con la contraseña. Bórralo tú: mantenlo pulsado y elige «Eliminar».
secret-unused = Eso respondía a una pregunta de contraseña que ya terminó, así que no se ha usado. Si querías entrar, envía /login.
secret-edited = Mientras se pide una contraseña, un mensaje editado se borra y no se usa. Escribe la respuesta en un mensaje nuevo.

## Bot: about you

about-known = Hasta ahora: { $value }
about-sex = ¿Eres mujer u hombre?
about-sex-hint = Lo necesitamos para saber a quién se te puede mostrar.
sex-female = Mujer
sex-male = Hombre
about-seeks = ¿A quién te gustaría conocer?
about-seeks-hint = Valorarás caras de ejemplo de ese sexo.
seeks-female = Mujeres
seeks-male = Hombres
seeks-both = Mujeres y hombres
about-birthYear = ¿En qué año naciste?
about-birthYear-hint = Cuatro cifras, por ejemplo 1990.
birth-year-invalid = Escribe un año con cuatro cifras, por ejemplo 1990.
birth-year-minor = Según ese año tienes menos de 18, y el estudio es solo para mayores de edad. Si fue un error, escribe el año otra vez. Si no, /delete_my_data borra lo que tenemos.
about-seeksAgeMin = ¿Desde qué edad te gustaría conocer a alguien?
about-seeksAgeMin-hint = Un número a partir de 18.
about-seeksAgeMax = ¿Y hasta qué edad?
about-seeksAgeMax-hint = Un número hasta 99, no menor que la edad mínima.
age-invalid = Escribe un número entero del { $minimum } al { $maximum }.
about-displayName = ¿Cómo te llamamos?
about-displayName-hint = Un nombre o apodo. Lo ven las personas con las que coincidas.
name-invalid = Escribe un nombre con al menos una letra o un signo.
name-long = Ese nombre tiene { $length } caracteres. Déjalo en 60 como mucho.
name-thanks = Gracias, { $name }.
check-title = Comprueba tus respuestas
check-hint = De ellas depende a quién se te puede mostrar y quién se te puede mostrar a ti. A quién te gustaría conocer queda fijado después de esto, porque las caras de ejemplo se eligen según eso. Lo demás se puede corregir más adelante, durante un tiempo: /profile
check-yes = Sí, es correcto
about-line = { $field }: { $value }
ages-from-to = de { $minimum } a { $maximum }
part-displayName = Nombre
part-sex = Sexo
part-birthYear = Año de nacimiento
part-seeks = Te gustaría conocer a
part-ages = Edades
part-email = Correo electrónico
change-displayName = Cambiar nombre
change-sex = Cambiar sexo
change-birthYear = Cambiar año
change-seeks = Cambiar a quién
change-ages = Cambiar edades
change-email = Cambiar correo
correct-title = Lo que nos has dicho de ti
correct-empty = Aún no nos has dicho nada de ti. /continue te lleva a las preguntas.
correct-may-all = Puedes corregir el nombre hasta que tu grupo esté completo; el año de nacimiento, el sexo y las edades, hasta que se cierre tu fase de la foto; y el correo, en cualquier momento.
correct-may-sealed = Tu fase de la foto está cerrada, así que el año de nacimiento, el sexo y las edades ya no se pueden cambiar. El nombre lo puedes corregir hasta que tu grupo esté completo, y el correo, en cualquier momento.
correct-may-frozen = Tu grupo está completo, así que ahora solo se puede cambiar el correo.
correct-sealed = Tu fase de la foto está cerrada, así que eso ya no se puede cambiar.
correct-frozen = Tu grupo está completo, así que eso ya no se puede cambiar.
correct-keep = Dejarlo como está
corrected-name = Guardado. Los demás leerán el nombre { $name }.
corrected-birth-year = Guardado: año de nacimiento { $year }. Cuentas como persona de { $age } años y solo se te puede mostrar a quienes buscan esa edad. Tu invitación y tu lugar en el estudio siguen igual.
corrected-sex = Guardado: { $sex }. Solo se te puede mostrar a quienes buscan ese sexo. Tu invitación y tu lugar en el estudio siguen igual.
corrected-ages = Guardado: de { $minimum } a { $maximum }. Solo se te pueden mostrar personas de esas edades, y tú a ellas. Tu invitación y tu lugar en el estudio siguen igual.
corrected-email = Guardado: { $email }. Con esa dirección se inicia tu sesión. Tu invitación y tu lugar en el estudio siguen igual.

## Bot: phase 1

selfie-ask = <b>Fase 1 de 3: tu foto</b>

    Envía una foto de tu cara.
    • Solo tú en la imagen, mirando a la cámara
    • Luz natural de frente, sin gafas de sol
    • Tu cara ocupa más o menos un tercio de la imagen
selfie-again = Envía otra foto.
selfie-analysing = Gracias. Estamos mirando tu foto; tarda unos segundos.
selfie-wait = Seguimos mirando tu foto. La respuesta llega sola, no tienes que hacer nada.
selfie-send-photo = Envía una foto: toca el clip y elige o haz una foto de tu cara.
selfie-preview = Esta foto sirve. ¿La usamos?
selfie-use = Usar esta
selfie-retake = Repetir
selfie-not-video = Un vídeo no sirve aquí. Envía una foto fija.
selfie-not-video-note = Un videomensaje redondo no sirve aquí. Envía una foto fija.
selfie-not-voice = Un mensaje de voz no sirve aquí. Envía una foto de tu cara.
selfie-not-sticker = Un sticker no sirve aquí. Envía una foto de tu cara.
selfie-not-contact = Una tarjeta de contacto no sirve aquí. Envía una foto de tu cara.
selfie-not-animation = Un GIF o una animación no sirve aquí. Envía una foto fija.
selfie-not-file = Ese archivo no es una imagen. Envía una foto, o una imagen como archivo JPEG, PNG o WebP.
selfie-not-location = Una ubicación no sirve aquí. Envía una foto de tu cara.
selfie-not-other = Eso no sirve aquí. Envía una foto de tu cara.
selfie-problem-album = Has enviado varias imágenes a la vez. Envía solo una.
selfie-problem-too-large = Ese archivo pasa de 20 MB, más de lo que Telegram nos deja leer. Envíalo como foto en vez de archivo, o elige uno más pequeño.
selfie-problem-failed = Ahora mismo no hemos podido leer esa foto. Puede que se perdiera por el camino.
selfie-problem-not-an-image = No hemos podido abrir ese archivo como imagen. Sirven JPEG, PNG y WebP.
selfie-problem-heic = Esa imagen es HEIC o AVIF y no la podemos leer. Envíala como foto en vez de archivo y Telegram la convierte.
selfie-problem-animated = Esa imagen está animada. Hace falta una foto fija.
selfie-problem-too-many-pixels = Esa imagen tiene demasiados píxeles. Envíala como foto en vez de archivo, o elige una más pequeña.
selfie-problem-image-too-small = Esa imagen es demasiado pequeña para ver bien tu cara. Hace falta una más grande, de al menos 160 píxeles por lado.
selfie-problem-no-face = No hemos encontrado ninguna cara en esa imagen. Mira a la cámara, quita lo que te tape la cara, ponte a la luz y no te muevas.
selfie-problem-several-faces = Vemos más de una cara. Hace falta una foto en la que salgas solo tú.
selfie-problem-too-small = Tu cara sale demasiado pequeña. Acércate, o sujeta la cámara con el brazo extendido.
selfie-problem-face-cut = Tu cara sale cortada por el borde. Que se vea entera, del pelo a la barbilla.
selfie-problem-too-dark = Esa imagen es demasiado oscura. Ponte mirando a una ventana o enciende una luz delante de ti.
selfie-problem-too-bright = Esa imagen tiene demasiada luz. Apártate de la luz fuerte o apaga el flash.
selfie-problem-blurred = Esa imagen está borrosa. Limpia la lente, sujeta la cámara sin moverla y prueba otra vez.
selfie-problem-turned-away = Tienes la cara girada. Mira de frente a la cámara.
calibration-ask = <b>¿Te gustaría conocer a una persona con este aspecto?</b>
    Guíate por tu primera impresión. Las caras son ejemplos, no participantes.
calibration-ask-drawn = <b>¿Te gustaría conocer a una persona con este aspecto?</b>
    Guíate por tu primera impresión. Las caras son dibujos, no participantes.
swipe-strong-no = No en absoluto
swipe-no = No
swipe-yes = Sí
swipe-strong-yes = Sí, mucho
seal-calibration = <b>La fase 1 está completa.</b>

    Todavía puedes volver atrás y cambiar respuestas. Cuando cierres esta fase ya no se podrá cambiar, y se abrirá la fase 2.
seal-questionnaire = <b>La fase 2 está completa.</b>

    Todavía puedes volver atrás y cambiar respuestas. Cuando cierres esta fase ya no se podrá cambiar, y se abrirá la fase 3.
seal-profiles = <b>Has respondido sobre todas las personas.</b>

    Todavía puedes volver atrás y cambiar respuestas. Cuando las cierres, haremos tu informe.
seal-now = Cerrar y continuar
sealed-visual = La fase 1 está cerrada. Ahora el cuestionario: toca hasta qué punto estás de acuerdo con cada frase.
sealed-personality = La fase 2 está cerrada.

## Bot: phase 3 and waiting

lab-ask = <b>Fase 3 de 3: tu kit de laboratorio</b>

    Tu kit tiene el código <code>{ $kit }</code>.
lab-now = { $state ->
    [handed] La organización anotó el { $date } que te lo había entregado. Cuando lo tengas, escanea el código QR de la etiqueta o toca el botón: se comprueba el código, para que no se confundan dos kits.
    [posted] Se envió por correo el { $date }. Cuando llegue, escanea el código QR de la etiqueta o toca el botón: se comprueba el código, para que no se confundan dos kits.
    [arrived] Ya lo tienes. Sigue el folleto que viene dentro; toca el botón cuando la muestra vaya camino del laboratorio.
    [sent] Tu muestra va camino del laboratorio desde el { $date }. No tienes que hacer nada; te escribiremos en cuanto responda el laboratorio.
    [received] El laboratorio la tiene desde el { $date }. No tienes que hacer nada; te escribiremos en cuanto responda.
    [repeat] El laboratorio analiza tu muestra otra vez, desde el { $date }. A veces pasa, tarda algo más, y no tienes que hacer nada.
    [failed] El laboratorio no pudo leer esta muestra. Pasa con algunas muestras, las tome quien las tome, y no se pierde nada de lo que has hecho. Con gusto te damos otro kit.
   *[issued] La organización te lo entregará o te lo enviará por correo. Cuando lo tengas, escanea el código QR de la etiqueta o toca el botón: se comprueba el código, para que no se confundan dos kits.
  }
lab-act-have = Ya lo tengo
lab-act-where = Aún no ha llegado
lab-act-lost = Perdido
lab-act-damaged = Dañado
lab-act-sent = Ya la envié
lab-act-another = Quiero otro kit
lab-code-ask = Escanea el código QR de la etiqueta con la cámara del teléfono, o escribe el código que pone en la etiqueta, por ejemplo K7F3-9QRT-B.
lab-replace-ask = { $reason ->
    [lost] ¿Damos por perdido el kit <code>{ $kit }</code>? Recibes otro con un código nuevo enseguida; el anterior deja de valer, también si aparece.
   *[damaged] ¿Damos por dañado el kit <code>{ $kit }</code>? Recibes otro con un código nuevo enseguida; no envíes el anterior.
  }
lab-replace-yes = Sí, otro kit
lab-replaced = No pasa nada. Tu kit nuevo tiene el código <code>{ $kit }</code>; el anterior ya no vale. La organización ve que lo necesitas.
kit-scan-noted = Correcto: este es tu kit, <code>{ $kit }</code>.
kit-scan-already = Este es tu kit, <code>{ $kit }</code>, y ya estaba anotado.
kit-scan-other = Este kit no es el tuyo: el tuyo tiene el código <code>{ $kit }</code>. No lo uses y devuélvelo, para que le llegue a quien corresponde.
kit-scan-void = Este kit ya no vale, porque otro ocupó su lugar. No lo uses: el tuyo tiene el código <code>{ $kit }</code>.
kit-scan-unknown = En el estudio no hay ningún kit con este código. Compáralo con la etiqueta; el tuyo tiene el código <code>{ $kit }</code>.
kit-scan-no-code = Eso no es un código de kit: empieza por K y tiene nueve letras y cifras, por ejemplo K7F3-9QRT-B. El último signo detecta errores; compáralo con la etiqueta.
kit-scan-join = Esta es la etiqueta de un kit. Pertenece a una persona que participa en el estudio: abre el enlace con la cuenta con la que participas.
lab-wait-other = El laboratorio aún no ha respondido. Te escribiremos en cuanto lo haga.
lab-wait-where = La organización te entrega o te envía el kit con el código <code>{ $kit }</code>. Si todavía no lo tienes, pregúntale. Si tu muestra ya está en el laboratorio, este aún no ha respondido; te escribiremos en cuanto lo haga.
lab-arrived = El laboratorio ha respondido. La fase 3 está cerrada: has completado las tres fases.
cohort-wait = <b>Las tres fases están completas. ¡Gracias!</b>

    Ahora esperamos al resto. En cuanto la organización publique los resultados, tus perfiles llegarán aquí.

outlook-done = { $done } de { $people } personas de tu grupo han completado todas las fases.
outlook-date = La organización prevé publicar los resultados a más tardar el { $date }.
outlook-over = La organización preveía publicar los resultados a más tardar el { $date }, y aún no están. No tienes que esperar: /withdraw retira un consentimiento y /delete_my_data lo borra todo. Si te quedas, no se pierde nada de lo que has hecho.

## Bot: left out of a freeze

left-out-ask = <b>El grupo empieza sin ti</b>

    El estudio sigue con quienes ya habían terminado. { $why } Desde ahora no te preguntamos ni te pedimos nada más.

    Elige, por favor. Si te quedas para el próximo grupo, conservamos lo que has terminado mientras las caras y las preguntas sean las mismas, y también tu kit de laboratorio. Si ningún grupo empieza { $days ->
    [one] el día siguiente
   *[other] en los { $days } días siguientes
  } a tu elección, borramos todo y te lo decimos. También puedes pedir que borremos ahora todo lo que hay sobre ti.

    Si no contestas, borraremos todo el { $date }.
left-out-at = Tú estabas aquí: { $place }.
left-out-damaged = Tú habías terminado, pero una parte de lo que guardamos sobre ti ya no se puede leer. Es culpa nuestra, no tuya.
left-out-stay = Quedarme al próximo
left-out-erase = Borrar todo
left-out-beside = El grupo empieza sin ti. Elige, por favor, si te quedas para el próximo o si borramos todo.
left-out-stays = Te quedas para el próximo grupo; te escribiremos cuando empiece. Hasta entonces no tienes que hacer nada y no te pedimos nada más. Si ninguno empieza antes del { $date }, borraremos todo lo que hay sobre ti y te lo diremos. También puedes pedir que lo borremos ahora.
left-out-joined = <b>Estás en el próximo grupo.</b> { $restart ->
    [visual] Las caras son otras ahora, así que la foto y todo lo que sigue empieza de nuevo. Tu kit de laboratorio sigue siendo tuyo.
    [face-unreadable] Tu foto ya no se puede leer, por culpa nuestra. La foto y todo lo que sigue empieza de nuevo. Tu kit de laboratorio sigue siendo tuyo.
    [personality] El cuestionario es otro ahora y empieza de nuevo. Todo lo demás que has hecho se conserva.
   *[none] Todo lo que has hecho se conserva.
  }
left-out-erased = Ningún grupo en el que estuvieras empezó a tiempo. Como te escribimos, ya hemos borrado todo lo que había sobre ti. Gracias por tu tiempo y hasta siempre.

## Bot: profiles and report

profile-head = { $name }, { $age }
scale-least = nada
scale-most = muchísimo
profile-scale = ¿Cuánto te gustaría conocer a esta persona?
profile-meet = ¿Y te encontrarías de verdad con esta persona?
profile-block = No presentarnos
profile-blocked = Anotado. No los presentaremos.
profile-reason = No los presentaremos. ¿Por qué? No se lo diremos a nadie. Aún puedes volver atrás y contestar.
profile-reason-known = Ya nos conocemos
profile-reason-other = Por otro motivo
profiles-over = El plazo para contestar ha terminado y este grupo está cerrado. ¡Gracias por participar! /delete_my_data borra todo lo que hay sobre ti.
profiles-arrived = <b>Ya están los resultados.</b> Debajo están las personas elegidas para ti. Di primero cuánto te gustaría conocer a cada una; tu informe llega justo después.
profiles-nobody = En este grupo no había nadie cuyos deseos encajaran con los tuyos. No dice nada de ti: depende de quién participó. Puedes recibir tu informe de todos modos.
profiles-report = Hacer mi informe
report-preparing = Gracias. Estamos haciendo tu informe; llegará aquí en un momento.
report-patience = Seguimos haciendo tu informe. Llega solo, no tienes que hacer nada.
report-ready = Con esto termina el estudio. ¡Gracias por participar!
    Tu informe sigue disponible con el botón de abajo o con /report.
report-caption = Tu informe de Harmonia
report-not-yet = Todavía no hay informe. Estás en: { $place }.
introduce-ask = Tanto { $name } como tú dijeron que se encontrarían. ¿Quieres que los presentemos? Si ambas partes dicen que sí, cada una recibe una forma de contactar con la otra.
introduce-noted = Anotado. Si la otra persona también dice que sí, les escribiremos a los dos.
introduced = Tanto { $name } como tú dijeron que sí. Aquí tienes el contacto: [link]. ¡Que lo pasen bien!
introduce-failed = Tú y una persona que querías conocer dijeron que sí, pero no hemos podido enviarte cómo contactar. Escribe a la organización (/help).
introduce-both = Los dos dijeron que sí. Enseguida llega la forma de contactar.
introduced-asks = Tanto { $name } como tú dijeron que sí. { $name } no tiene nombre público en Telegram, así que le hemos pedido un contacto. Te llegará aquí en cuanto lo comparta.
introduced-unreachable = Tanto { $name } como tú dijeron que sí, pero ahora no podemos comunicar con { $name }, que no tiene nombre público en Telegram. Si vuelve y comparte un contacto, te llegará aquí.
introduced-gone = La otra persona ha dejado el estudio entretanto, así que no podemos presentarlos. Lo sentimos.
contact-ask = Tanto { $name } como tú dijeron que sí. No tienes nombre público en Telegram, así que { $name } no puede escribirte. Si tocas «Compartir mi contacto», Telegram nos da tu número de teléfono y el nombre de tu perfil. Con ello aceptas que los pasemos a { $name } y a otras personas presentadas que los esperan; solo los guardamos hasta entregarlos.
contact-share = Compartir mi contacto
contact-refuse = No compartir
contact-own = Comparte tu propio contacto, por favor, con el botón de abajo.
contact-passed-on = Gracias. Tu contacto está en camino y no lo guardamos.
contact-kept = Anotado. Tu contacto no se comparte, y se lo diremos a la otra persona.
contact-arrived = Así puedes contactar con { $name }: { $contact }. ¡Que lo pasen bien!
contact-refused = { $name } prefiere no compartir un contacto, así que no podemos darte ninguno. Lo sentimos.

## Bot: follow-up of an introduction

consent-follow-up-title = Tras una presentación
consent-follow-up-text = Unos días después de presentarte a una persona te preguntamos, una sola vez, si se han visto, cuánto te gustaría volver a verla y cuánto sentiste que se parecían. A la otra persona también se lo preguntamos, y ninguna de las dos partes sabrá nunca lo que respondió la otra. Si aceptaste la investigación, tus respuestas ayudan a averiguar si las predicciones acertaron. Puedes negarte a cada pregunta, y /withdraw borra lo que respondiste.
follow-up-arrived = Hace unos días te presentamos a una persona. Nos gustaría saber cómo fue; es un minuto.
follow-up-reminder = Te preguntamos cómo fue una presentación; tu respuesta ayudaría al estudio. No te lo recordaremos más.
follow-up-introduced = Te presentamos a { $name }.
follow-up-met = ¿Se han visto o han hablado desde la presentación? Una llamada o un chat también cuenta.
follow-up-again = ¿Cuánto te gustaría volver a ver a esta persona?
follow-up-would = ¿Y volverías a encontrarte de verdad con esta persona?
follow-up-alike = ¿Cuánto sentiste que se parecían?
follow-up-done = Eso es todo lo que preguntamos. Todavía puedes volver atrás y cambiar respuestas. Cuando termines ya no se podrán cambiar.
follow-up-seal = Terminar
follow-up-stop = No preguntarme esto
follow-up-thanks = Gracias. { $name } no sabrá lo que has respondido.
follow-up-stopped = Anotado. No volveremos a preguntarte por { $name }, y lo que respondiste se ha borrado.
follow-up-declined = Anotado. No te preguntaremos por las presentaciones.
stage-follow-up = una pregunta sobre una presentación
withdraw-sure-follow-up = Esto borra lo que nos contaste sobre las presentaciones, y no volveremos a preguntar. Puedes seguir participando. ¿Quieres hacerlo?
withdrawn-follow-up = Hecho. Tus respuestas sobre las presentaciones están borradas y no volveremos a preguntar.
report-withheld = { $count ->
    [one] Una predicción no se muestra todavía: es sobre una persona con la que te encontrarías.
   *[other] { $count } predicciones no se muestran todavía: son sobre personas con las que te encontrarías.
  } Antes nos gustaría saber cómo va sin predicción, si llegamos a presentarlos. Después recibirás un informe nuevo, y también si se acaba el plazo.
report-made-anew = Tu informe muestra ahora más predicciones que antes.
export-table-follow-ups = Tus respuestas tras las presentaciones
export-column-again = Ganas de volver a verse, 1–7
export-column-alike = Sentiste parecido, 1–7
export-column-asked-at = Preguntado
export-column-met = Se vieron o hablaron
export-column-refused-at = Rechazado
export-column-reminded-at = Recordado
export-column-would = ¿Volverías a encontrarte?

## Bot: report formats and the amended consent

report-formats = Tu informe para leer, para guardar o como texto:
report-as-pdf = PDF
report-as-docx = Word (DOCX)
report-as-text = Como texto
report-remade = Estamos haciendo tu informe de nuevo; llegará aquí en un momento.
report-failed = Ahora mismo no se ha podido hacer tu informe. Envía /report para volver a intentarlo; si no sirve, escribe a la organización (/help).
amended-ask = <b>Ha cambiado un texto que aceptaste.</b> Lo nuevo: tu nombre, tu edad y tu foto están también en los informes de las pocas personas a las que se te muestra, que los guardan como archivos. Este es el texto completo:
amended-choice = Si te quedas con el texto anterior, los informes muestran solo tu nombre, como hasta ahora. Nada más cambia para ti.
amended-agree = Acepto el texto nuevo
amended-keep = Seguir con el anterior
amended-agreed = Gracias, queda anotado.
amended-kept = Anotado: todo sigue como estaba. /privacy muestra otra vez el texto nuevo.
amended-read = Leer el texto nuevo

## Bot: commands

command-status = En qué punto del estudio estás
command-continue = Seguir donde lo dejaste
command-profile = Ver y corregir tu nombre, correo y datos
command-report = Recibir otra vez tu informe
command-language = Cambiar el idioma
command-reminders = Cuándo recibir recordatorios, o ninguno
command-privacy = Qué pasa con tus datos
command-help = Cómo funciona esto
command-export = Recibir una copia de tus datos
command-withdraw = Retirar un consentimiento
command-delete-my-data = Borrar todo lo que hay sobre ti
command-cancel = Salir de la pregunta actual
command-login = Iniciar sesión
command-logout = Cerrar sesión
command-invite = Crear enlaces de invitación
command-participants = Quién está en qué punto, por código
command-freeze = Cerrar la cohorte
command-score = Calcular las coincidencias
command-release = Mostrar los resultados a quienes participan
command-stats = Avance y validez
command-scores = Cómo se reparten las puntuaciones
command-reliability = Fiabilidad de las medidas
command-validity = ¿Acertó la predicción?
command-fairness = Equidad por grupos
command-exposure = Cuántas veces se muestra a cada persona
command-report-cohort = Todo sobre una cohorte, en PDF
help-intro = <b>{ $study }</b> te pide una foto, un cuestionario y un kit de laboratorio, por este orden, y después te muestra a personas que quizá te guste conocer. Puedes parar cuando quieras; no se pierde nada.
help-staff = Has entrado como parte del equipo de <b>{ $study }</b>.
help-contact = ¿Dudas? Escribe a { $contact }.
help-no-contact = ¿Dudas? Pregunta a la persona que te invitó.
status-title = Tu punto en el estudio ({ $code })
status-done = ✓ { $stage }
status-now = ▸ { $stage } – ahora
status-later = · { $stage }
status-place = Ahora: { $place }
status-stage-joining = Inscripción
status-stage-visual = Fase 1: foto
status-stage-personality = Fase 2: cuestionario
status-stage-biological = Fase 3: kit de laboratorio
status-stage-cohort = A la espera del resto
status-stage-profiles = Perfiles
status-stage-report = Informe
place-counted = { $stage } ({ $at } de { $total })
stage-language = idioma
stage-adult = edad
stage-consent = consentimiento
stage-account = correo
stage-about = sobre ti
stage-selfie = foto
stage-calibration = caras de ejemplo
stage-questionnaire = cuestionario
stage-lab = kit de laboratorio
stage-cohort = a la espera del resto
stage-profiles = perfiles
stage-report = informe
stage-leftout = tu elección
stage-withdrawn = participación retirada
welcome-back = ¡Hola de nuevo! Te quedaste en: { $place }. Todo lo que respondiste sigue aquí.
reminder = { $number ->
    [1] Te quedaste en: { $place }. Cuando tengas unos minutos, el estudio sigue desde ahí.
    [2] Tu lugar sigue guardado: { $place }. Bastan ratos cortos; cada respuesta se guarda al darla.
    [3] Sigues en: { $place }. Si algo te frena, /help dice a quién preguntar.
    [4] El resto de tu grupo también avanza, y tu parte sigue abierta: { $place }.
   *[last] Este es el último recordatorio. Estás en: { $place }. Puedes seguir cuando quieras, y /delete_my_data lo borra todo si prefieres no seguir.
  }
reminder-kit = { $state ->
    [arrived] Tienes el kit. Si tu muestra ya va camino del laboratorio, toca «Ya la envié».
    [failed] El laboratorio no pudo leer tu muestra; con un toque recibes otro kit.
   *[issued] Si tienes el kit, dinos su código; si no ha llegado, se perdió o está dañado, dínoslo también.
  }
reminders-today = Hoy más tarde
reminders-tomorrow = Mañana
reminders-weekend = El fin de semana
reminders-pause = Pausa de dos semanas
reminders-stop = No más recordatorios
reminders-off = No recibirás más recordatorios.
reminders-until = De acuerdo. El próximo recordatorio llega hacia: { $moment }. Puedes seguir antes cuando quieras; /reminders lo cambia.
reminders-are-on = Los recordatorios están activados: cinco como mucho, tras unos días sin noticias tuyas, y nunca de noche.
reminders-are-off = Los recordatorios están desactivados.
reminders-on = Volver a recordarme
zone-ask = ¿Qué hora es donde estás? Telegram no nos lo dice, y no queremos escribir nunca de noche. Nuestro reloj marca las { $clock }.
zone-other = Otra hora
zone-change = Cambiar la zona horaria
zone-set = Anotado: donde estás son las { $clock } ({ $zone }). Solo escribimos entre las 9:00 y las 21:00 de tu día. ¿Cuándo te lo recordamos?
zone-unknown = No existe la zona horaria «{ $zone }». Escríbela como región y ciudad, por ejemplo /reminders Europe/Madrid, o toca la hora que es donde estás.
zone-known = Tu hora: { $clock } ({ $zone }). Entre las 21:00 y las 9:00 no llega nada.
zone-guessed = No nos has dicho tu zona horaria, así que seguimos la del estudio: { $clock } ({ $zone }). Entre las 21:00 y las 9:00 no llega nada.
cancel-kept = No ha cambiado nada, y todo lo que respondiste queda guardado. Puedes seguir cuando quieras.
cancelled = Cancelado.
nothing-to-cancel = No hay nada que cancelar.
privacy-text = <b>Tus datos</b>
    • Tu foto, su descripción y tu tipo HLA se guardan cifrados o con un nombre aleatorio, en el almacenamiento propio del estudio.
    • A nadie se le dice lo atractiva que es una persona. El equipo ve códigos, no nombres.
    • /export te da una copia, /withdraw retira un consentimiento, /delete_my_data lo borra todo.
privacy-granted = ✓ { $purpose }: aceptado el { $date }
privacy-refused = ✗ { $purpose }: no aceptado ({ $date })
privacy-open = · { $purpose }: sin preguntar todavía
export-coming = Estamos reuniendo tus datos; en un momento llegarán dos archivos.
export-failed = Ahora mismo no se han podido reunir tus datos. Envía /export para volver a intentarlo; si no sirve, escribe a la organización (/help).
export-caption = Todo lo que guardamos sobre ti, en un archivo que pueden leer otros programas.
export-caption-pdf = Lo mismo para leer, con tu foto.
export-unreadable = Este dato está dañado y ya no se puede leer. /help indica cómo escribir a la organización.
withdraw-ask = ¿Qué consentimiento quieres retirar? Sus datos se borran.
withdraw-nothing = No hay ningún consentimiento que retirar.
withdraw-already = Ese consentimiento ya está retirado.
withdraw-yes = Sí, retirar y borrar
withdraw-sure-face = Esto borra tu foto, su descripción y tus valoraciones de caras, y termina tu participación. ¿Quieres hacerlo?
withdraw-sure-personality = Esto borra tus respuestas al cuestionario y termina tu participación. ¿Quieres hacerlo?
withdraw-sure-genetic = Esto borra tu tipo HLA y termina tu participación. ¿Quieres hacerlo?
withdraw-sure-matching = Ya no se te mostrará a nadie y tu participación termina. ¿Quieres hacerlo?
withdraw-sure-research = Tus datos dejarán de usarse para investigar. Puedes seguir participando. ¿Quieres hacerlo?
withdrawn-face = Tu foto y todo lo que salió de ella están borrados, y tu participación ha terminado. /delete_my_data borra el resto.
withdrawn-personality = Tus respuestas están borradas y tu participación ha terminado. /delete_my_data borra el resto.
withdrawn-genetic = Tu tipo HLA está borrado y tu participación ha terminado. /delete_my_data borra el resto.
withdrawn-matching = Ya no se te muestra a nadie y tu participación ha terminado. /delete_my_data borra el resto.
withdrawn-research = Hecho. Tus datos ya no se usan para investigar.
withdrawn-over = Tu participación terminó porque retiraste un consentimiento. /privacy muestra lo que queda y /delete_my_data lo borra.
delete-ask = Esto borra tu foto, tus respuestas, tu tipo HLA, tu correo y todo lo demás que guardamos sobre ti. El bot borra también las fotos y los archivos que envió aquí en los últimos dos días, incluido tu informe si es uno de ellos. No se puede deshacer. ¿Quieres hacerlo?
delete-yes = Sí, borrar todo
delete-done = Todo lo que había sobre ti está borrado. Gracias por tu tiempo y hasta siempre.
erased-files-deleted = Las fotos y los archivos que el bot envió aquí en los últimos dos días están borrados.
erased-files-kept = ⚠ Telegram no dejó que el bot borrara todas las fotos y los archivos que envió aquí.
erased-chat = Lo que queda de este chat lo guarda Telegram y puedes borrarlo tú: abre el menú del chat y elige «Eliminar chat».
delete-already = No queda nada que borrar.

## Bot: staff

login-email = <b>Iniciar sesión.</b> ¿Cuál es tu correo electrónico?
login-password = ¿Y la contraseña? Borramos tu mensaje al instante.
login-failed = El correo o la contraseña no son correctos. Inténtalo otra vez con /login.
login-busy = En este momento está entrando mucha gente. Prueba otra vez dentro de un minuto.
login-too-often = { $minutes ->
    [one] Demasiados intentos. Podrás probar otra vez dentro de { $minutes } minuto.
   *[other] Demasiados intentos. Podrás probar otra vez dentro de { $minutes } minutos.
  }
login-staff = Sesión iniciada con el rol de { $role ->
    [admin] administración
   *[researcher] investigación
  }. Se cierra sola después de { $hours ->
    [one] una hora
   *[other] { $hours } horas
  }; en /help están tus comandos.
login-moved = Hola. Tu participación se ha pasado a esta cuenta de Telegram.
login-already = Ya participas con esta cuenta de Telegram.
login-other-participant = Con esta cuenta de Telegram ya participa otra persona, así que no se puede pasar aquí.
logged-out = Sesión cerrada.
participant-unknown = Nadie participa con el código { $code }.
participants-title = Cohorte <b>{ $cohort }</b>, { $status }: { $people ->
    [one] una persona
   *[other] { $people } personas
  }, { $used } de { $issued } invitaciones usadas.
cohort-open = abierta
cohort-frozen = congelada
cohort-scored = calculada
cohort-released = publicada
freeze-not-open = No hay ninguna cohorte abierta que congelar.
freeze-too-few = Para congelar la cohorte hacen falta al menos dos personas que hayan completado todas las fases o que solo esperen al laboratorio; hay { $included }. No se puede deshacer, así que no ha cambiado nada.
freeze-ask = Congelar cierra la cohorte definitivamente y registra lo que se va a calcular.
    Incluidas: { $included } (sin resultado del laboratorio: { $missing }). No incluidas: { $excluded }.
freeze-missing-lab = Sin resultado del laboratorio, definitivamente: { $codes }
freeze-left-out = Quedan fuera, según la fase en la que están:
freeze-withdrawn = Retiradas: { $codes }
freeze-consequences = A quienes quedan fuera se les pregunta enseguida si prefieren que se borre todo o quedarse para la próxima cohorte. Hasta que una cohorte los acoja no se les pide nada más, y un resultado para uno de sus kits recibe la respuesta cohort-frozen. Sin respuesta en { $days ->
    [one] un día
   *[other] { $days } días
  } se borra todo sobre ellos y sus kits quedan anulados. Nada de esto se puede deshacer.
freeze-typings = { $count ->
        [one] Una tipificación se lee
       *[other] { $count } tipificaciones se leen
    } de otra manera con la tabla HLA en uso ({ $release }) que al guardarse; { $pairs ->
        [one] una pareja se puntúa
       *[other] { $pairs } parejas se puntúan
    } según la tabla y no según los nombres guardados. «harmonia hla recheck» las enumera.
freeze-yes = Congelar la cohorte
freeze-done = La cohorte está congelada con { $included ->
    [one] una persona
   *[other] { $included } personas
  }. Prerregistro { $hash }. Sigue: /score.
score-not-frozen = No hay ninguna cohorte congelada que calcular.
score-started = El cálculo ha empezado. El resultado llega aquí.
score-progress = Se ha calculado el { $percent } % de las personas. El resultado llegará aquí.
score-done = Calculado. Personas: { $people }; parejas posibles: { $pairs }; parejas que se mostrarán: { $shown } (Gini de exposición: { $gini }; personas sin nadie: { $alone }; puestos vacíos: { $unmet }). Sigue: /release.
score-failed = El cálculo se ha rechazado: { $reason }. No se ha guardado nada.
people-typing-unreadable = resultado de laboratorio
people-face-unreadable = cara
people-unreadable = ⚠ Quedan fuera porque no se pueden leer sus datos guardados: { $people }. Hasta la congelación, el laboratorio puede entregar un resultado de nuevo con «replace»; quizá falte la clave de una copia restaurada.
release-not-scored = No hay ninguna cohorte calculada que publicar.
release-ask = Al publicar, a cada participante se le muestran las personas elegidas para su caso. ¿Seguimos?
release-open-choices = { $count ->
    [one] Una persona que quedó fuera al congelar aún no ha elegido
   *[other] { $count } personas que quedaron fuera al congelar aún no han elegido
  } si se borra todo o si se quedan para la próxima cohorte. La publicación no espera a eso.
release-yes = Publicar resultados
release-started = La publicación ha empezado. El resultado llega aquí.
release-done = Publicado para { $people ->
    [one] una persona
   *[other] { $people } personas
  }.
stats-line = { $name }: { $value }
stats-suppressed = menos de 10
stats-too-few-people = menos de 10 personas
stats-protects-another-cell = reservado
stats-undefined = aún sin definir
stats-how-to-read = AUC 0,5 es puro azar; entre paréntesis, el intervalo del 95 %. No se muestra nada sobre menos de 10 personas.

## Pictures and figures for researchers

plot-progress = En qué fase está cada persona
plot-progress-note = n = { $people } personas. El grupo mayor está en: { $stage } ({ $count }).
plot-progress-few = n = { $people } personas. Ninguna fase tiene todavía diez.
plot-counted = n = { $answers } respuestas de { $viewers } personas.
plot-counted-people = n = { $people } personas.
plot-absent = Sin dibujar, por ser pocas personas: { $what }.
plot-withheld = no se muestran grupos de menos de 10 personas
plot-score-visual = Cara
plot-score-personality = Personalidad
plot-score-biological = HLA
plot-score-directed = Todas las fases juntas
plot-score-distinctive = Semejanza distintiva
plot-scores = Cómo se reparten las puntuaciones
plot-scores-note = n = { $pairs } parejas de { $people } personas. 50 es una pareja típica de la referencia; la pareja central está aquí en { $visual } por la cara, { $personality } por la personalidad y { $biological } por HLA. Con trazos: reservado.
plot-scores-visual = Cara, percentil
plot-scores-personality = Personalidad, percentil
plot-scores-biological = HLA, percentil
plot-scores-personality-raw = Personalidad, similitud medida
plot-scores-biological-raw = HLA, diferencia medida
plot-scores-mutual = Predicción en ambas direcciones
plot-calibration = Proporción de «sí», según la puntuación
plot-calibration-note = n = { $answers } respuestas de { $viewers } personas. { $score }: dijo que sí el { $low } donde la puntuación era más baja y el { $high } donde era más alta.
plot-calibration-x = puntuación predicha
plot-calibration-y = se encontrarían
plot-roc = Distinguir el sí del no (ROC)
plot-roc-note = n = { $answers } respuestas de { $viewers } personas. El AUC de «{ $score }» es { $auc }, { $side ->
    [above] por encima
   *[below] no por encima
  } del 0,5 del azar (línea de trazos).
plot-roc-x = «no» por encima del umbral
plot-roc-y = «sí» por encima del umbral
plot-roc-curve = { $score }, AUC { $auc }
plot-aucs = Qué fase predice el «se encontraría»
plot-aucs-pooled = todas las personas que miran, juntas
plot-aucs-within = dentro de las respuestas de cada persona
plot-aucs-axis = AUC, con su intervalo; 0,5 es el azar
plot-aucs-visual = Cara (predicción declarada)
plot-aucs-personality = Personalidad (control negativo)
plot-aucs-biological = HLA (control negativo)
plot-aucs-directed = Todas las fases juntas
plot-control-language = – parejas del mismo idioma
plot-control-age-band = – parejas de la misma edad
plot-control-language-and-age-band = – mismo idioma y edad
plot-aucs-note = Por la cara, el AUC es { $auc } ({ $interval }): el azar { $chance ->
    [excluded] queda descartado
   *[included] no queda descartado
  }.
plot-aucs-none = Todavía no hay un AUC por la cara.
plot-aucs-controls = { $count ->
    [0] Los controles negativos son compatibles con el azar, como debe ser.
    [one] Un control negativo se aparta del azar: conviene buscar una filtración.
   *[other] { $count } controles negativos se apartan del azar: conviene buscar una filtración.
  }
plot-increments = Qué añade cada tipo de dato
plot-increments-series = diferencia de dos AUC sobre las mismas respuestas
plot-increments-axis = cambio del AUC, con su intervalo; 0 es ningún cambio
plot-increments-told = { $difference }, hasta { $auc }
plot-increments-note = { $count ->
    [0] De ningún paso es seguro que añada algo.
   *[other] Añade algo con seguridad: { $names }.
  } El primer paso parte de lo que la cara vale para todas las personas que valoran.
plot-added-taste = + gusto personal
plot-added-personality = + personalidad
plot-added-biology = + HLA
plot-variance = De dónde vienen las ganas de conocerse
plot-variance-series = parte de la varianza
plot-variance-axis = parte de la varianza de WtM
plot-variance-actor = La persona que mira
plot-variance-partner = La persona mostrada
plot-variance-relationship = Las dos juntas, y el azar
plot-variance-told = { $share } ± { $plusMinus }
plot-variance-note = El { $actor } de las diferencias depende de quién mira, el { $partner } de a quién se muestra y el { $relationship } de las dos personas juntas. No es comparable con las partes de «se encontraría».
plot-reliability = Qué fiables son las medidas
plot-reliability-alpha = alfa de Cronbach de un rasgo
plot-reliability-retest = la misma cara valorada dos veces
plot-reliability-correlation = Valoraciones: correlación
plot-reliability-side = Valoraciones: otra vez igual
plot-reliability-axis = fiabilidad, con su intervalo; 0,7 es un listón habitual
plot-reliability-note = El alfa va de { $low } ({ $lowest }) a { $high } ({ $highest }); una puntuación no puede predecir mejor de lo que se mide.
plot-reliability-none = Todavía no hay ningún alfa.
plot-fairness = ¿Es la predicción igual de buena para cada grupo?
plot-fairness-series = AUC de todas las fases juntas
plot-fairness-viewers-sex = Quienes miran, por sexo
plot-fairness-shown-sex = Personas mostradas, por sexo
plot-fairness-viewers-age-band = Quienes miran, por edad
plot-fairness-shown-age-band = Personas mostradas, por edad
plot-fairness-viewers-language = Quienes miran, por idioma
plot-fairness-shown-language = Personas mostradas, por idioma
plot-fairness-unknown = sin datos
plot-fairness-note = n = { $answers } respuestas. El AUC va de { $low } a { $high } según el grupo; donde los intervalos se solapan mucho, la diferencia puede ser azar.
plot-group-female = mujeres
plot-group-male = hombres
plot-group-en = inglés
plot-group-es = español
plot-group-ru = ruso
plot-group-different = dos idiomas
plot-group-several = varios idiomas
plot-exposure = Cuántas veces se muestra a cada persona
plot-exposure-x = veces que se la muestra
plot-exposure-y = personas
plot-exposure-note = n = { $people } personas. Lo más habitual es mostrarla { $times ->
    [one] una vez
   *[other] { $times } veces
  } ({ $count } personas). Gini { $gini }; con esta proporción de sexos no puede bajar de { $lowest }.
plot-exposure-few = n = { $people } personas. Gini { $gini }; con esta proporción de sexos no puede bajar de { $lowest }.
figures-coming = Cohorte <b>{ $cohort }</b>: las cifras y los gráficos llegan aquí.
figures-failed = No se han podido preparar las cifras que pediste, tampoco al repetirlo. Envía la orden de nuevo; si vuelve a fallar, el motivo está en el registro del programa.
figures-title = Cohorte <b>{ $cohort }</b>: { $title }
figures-title-scores = puntuaciones
figures-title-reliability = fiabilidad
figures-title-validity = ¿acertó la predicción?
figures-title-fairness = ¿es igual de buena para cada grupo?
figures-title-exposure = cuántas veces se muestra a cada persona
figures-title-progress = en qué fase está cada persona
figures-not-scored = La cohorte aún no está puntuada, así que no hay nada que mostrar.
figures-no-answers = No se puede mostrar nada hasta que diez personas que aceptaron el uso para investigar hayan cerrado sus respuestas.
figures-before-look = Las cifras se muestran desde la primera consulta registrada. Hasta entonces solo hay tasa de respuesta: { $closed } de { $viewers } personas han cerrado sus respuestas.
figures-before-look-few = Las cifras se muestran desde la primera consulta registrada. Menos de 10 personas han cerrado sus respuestas.
figures-look = Cifras de la consulta { $number }; sus intervalos usan el límite registrado.
figures-unregistered = Sin consultas registradas, así que es exploratorio. Las respuestas nuevas se añaden de diez en diez personas.
figures-answers = { $answers } respuestas de { $viewers } personas; { $yes } dijeron que sí; WtM medio { $wtm }
figures-scores-intro = Mediana y mitad central de las parejas de personas que aceptaron el uso para investigar:
figures-scores-languages = Personalidad, por el idioma en que ambas personas leyeron las frases:
figures-middle = { $median } ({ $lower } – { $upper }), { $pairs } parejas
figures-auc = AUC: { $score }
figures-within = Dentro de cada persona que mira: { $score }
figures-rank = Correlación de rangos con WtM: { $score }
figures-centred = Solo compatibilidad: { $score }
figures-mutual = AUC: se encontrarían las dos personas
figures-distinctive = Sensibilidad{ $kind ->
    [exploratory] {" "}(sin registrar: exploratorio)
   *[registered] {""}
  }, AUC: semejanza de lo distintivo en las respuestas
figures-permutation = p por permutación: { $score }
figures-permutation-told = { $p }; cuenta por debajo de { $level }
figures-uplift = «Sí» en el quinto más alto frente a parejas al azar: { $score }
figures-uplift-told = { $top } frente a { $range }, { $difference }
figures-variance = WtM: quien mira / a quien se muestra / las dos
figures-follow-up = Seguimientos respondidos
figures-follow-up-told = { $answers }{ $exploratory ->
    [yes] {" "}(exploratorio)
   *[no] {""}
  }
figures-follow-up-score = Seguimiento, volvería a encontrarse: { $score }
figures-attention = Falló un control de atención
figures-alpha-language = Alfa de quienes leyeron las frases en: { $language }
figures-alpha-language-of = Alfa de quienes leyeron las frases en: { $language }, { $people } personas:
figures-gini = Gini de las veces mostradas
figures-gini-lowest = mínimo posible con esta proporción de sexos
figures-never-shown = Nunca mostradas
figures-unmet = Huecos que ninguna pareja posible podía llenar
figures-residual = { $auc }; respuestas menos lo esperado { $residual }
figures-pictures-none = Son muy pocas personas para un gráfico.
figures-over-cohorts = Sobre { $cohorts } cohortes, con efectos aleatorios: AUC de la cara { $auc } ({ $interval })
figures-caption = <b>{ $title }</b> · { $cohort }
    { $note }
cohort-report-title = Informe de la cohorte
cohort-report-lead = Todas las cifras de esta cohorte que ya se pueden mostrar, tal como las calculó el programa. No se muestra nada sobre menos de diez personas ni se nombra a nadie.
cohort-report-hash = SHA-256 del prerregistro: { $hash }
cohort-report-not-frozen = La cohorte aún no está congelada, así que no hay prerregistro.
cohort-report-declaration = La declaración
cohort-report-coming = Cohorte <b>{ $cohort }</b>: el informe se está preparando y llega aquí.
cohort-report-caption = Informe de la cohorte <b>{ $cohort }</b>, con su declaración.
stats-no-answers = sin respuestas
stats-no-scores = sin puntuaciones
stats-answers-equal = todas las respuestas son iguales
stats-scores-equal = todas las puntuaciones son iguales
stats-one-group = hay un solo grupo
stats-no-range-pairs = sin parejas al azar para comparar
stats-not-asked = sin calcular

## Bot: registration, looks and close

command-close = Cerrar las respuestas de una cohorte
command-looks = Consultas registradas de los resultados
cohort-closed = cerrada
cohort-step-failed = /{ $step } ha fallado, también al repetirlo. No ha cambiado nada. Envíalo de nuevo; si vuelve a fallar, el motivo está en el registro del programa.
freeze-started = Ha empezado la congelación. La declaración llegará aquí.
declaration-caption = La declaración, para guardarla y darla a terceros. Contiene seudónimos y resúmenes con clave, sin nombres ni datos. `cohort verify FILE` la comprueba.
declaration-title = Declaración de { $cohort }, congelada el { $date } (UTC)
declaration-people = Personas: { $included }, de ellas sin resultado de laboratorio: { $missing }. Quedan fuera: { $excluded }. Idiomas: { $languages }.
declaration-versions = Programa: { $code }. Cuestionario: { $instrument }. Pesos de cara, cuestionario y HLA: { $weights }.
declaration-before = Antes del encuentro, la cifra principal es el AUC de la fase visual para «se encontraría». El cuestionario y el HLA son ahí controles negativos: deberían estar al nivel del azar.
declaration-follow-up = Después del encuentro, la puntuación conjunta se juzga por si volverían a encontrarse. { $kind ->
    [confirmatory] Se contrasta
   *[exploratory] Es exploratorio, con intervalos y sin contraste
  }: se esperan { $answers } respuestas. Solo se presentan parejas en las que ambas partes dijeron que sí, así que las puntuaciones y las respuestas varían menos que entre todas las parejas.
declaration-sensitivity = Sensibilidad: el AUC dentro de cada persona, la correlación sin las medias de quien mira y de quien es mostrado, la correlación de rangos con las ganas de conocerse y el AUC de la semejanza una vez quitado el perfil medio de la cohorte.
declaration-looks = Nivel: { $alpha } para ambos lados y todas las consultas juntas. Consultas: { $count }. El nivel se gasta según la regla de Lan y DeMets, tipo O’Brien–Fleming. Cada límite se convierte en el cuantil t de las respuestas de esa consulta.
declaration-look = Consulta { $number }: cuando el { $share } % de quienes miran haya cerrado sus respuestas. Límite: { $boundary }.
declaration-counting = Una respuesta cuenta si quien mira ha cerrado las suyas y ambas personas aceptaron el uso para investigar. «No presentarnos» se deja fuera y se cuenta.
declaration-closing = Las respuestas se cierran { $days ->
    [one] un día
   *[other] { $days } días
  } después de mostrar los resultados, o antes si alguien de administración las cierra. Lo que entonces falte queda como ausente. Las respuestas de los { $late } días siguientes solo sirven para el informe propio.
declaration-expected = Se esperan { $profiles } perfiles mostrados y, si contesta el { $closing } %, { $answers } respuestas que cuentan y { $introductions } presentaciones.
declaration-effect = El menor AUC de la fase visual que una cohorte así encuentra en el { $power } % de los casos es { $auc }, por simulación y si contestan todos. El azar es 0,5.
declaration-effect-none = Con tan pocas personas no se encontraría de forma fiable ningún AUC de la fase visual, por simulación.
declaration-hash = SHA-256 del prerregistro: { $hash }
release-closing = Las respuestas se cierran el { $date }; /close las cierra antes.
close-not-released = No hay ninguna cohorte con resultados mostrados cuyas respuestas se puedan cerrar.
close-ask = Cerrar termina para siempre las respuestas de { $cohort }. Ya cerraron las suyas: { $answered }. Todavía no: { $missing }; lo que no hayan contestado quedará como ausente. Se les avisa, y pueden contestar siete días más, solo para su propio informe.
close-yes = Cerrar las respuestas
close-started = Ha empezado el cierre. El resultado llegará aquí.
close-done = Las respuestas de { $cohort } están cerradas. Contestaron: { $answered }. Faltan: { $missing }.
closed-answered = <b>Las respuestas de tu grupo están cerradas.</b> Las tuyas ya están: ¡gracias! Tu informe sigue disponible con /report, y /delete_my_data borra todo lo que hay sobre ti.
closed-missing = <b>Las respuestas de tu grupo están cerradas.</b> Las tuyas no estaban completas y no cuentan para el estudio. Puedes contestar durante siete días más y recibir tu propio informe, o borrar todo lo que hay sobre ti con /delete_my_data.
looks-title = La cohorte <b>{ $cohort }</b> está { $status }.
looks-not-frozen = Las consultas se registran cuando se congela la cohorte.
looks-unregistered = Sin consultas registradas: exploratorio. Esta cohorte la congeló una versión anterior.
looks-opened = Consulta { $number } al { $share } %: abierta el { $date }. Límite { $boundary }. Resumen de las cifras: { $digest }
looks-overtaken = Consulta { $number } al { $share } %: la adelantó una posterior y no tiene lugar. Límite { $boundary }
looks-waiting = Consulta { $number } al { $share } %: aún no está abierta. Límite { $boundary }
looks-response = Han cerrado sus respuestas: { $closed } de { $viewers }
looks-response-withheld = Han cerrado sus respuestas: no se muestra, de { $viewers }, porque un grupo es menor de 10
looks-closing = Fecha de cierre: { $date }
looks-before = Hasta la primera consulta solo hay tasas de respuesta, ninguna cifra que dependa de las respuestas.
looks-now = Las cifras son las de la consulta { $number }.

## Bot: the study desk

command-cohorts = Cohortes: lista, elegir, crear
command-kits = Kits: estados, etiquetas, entrega, cambio
command-imports = Lo que han entregado los laboratorios
command-remind = Recordar ahora a quien no responde
command-staff = Equipo: lista, añadir, desactivar
command-health = Cómo está el servicio
command-audit = Los últimos sucesos, por código
command-progress = Hasta dónde ha llegado la gente
command-participant = Una persona, por su código
command-of-role = Eso es para el rol de { $role ->
    [admin] administración
   *[researcher] investigación
  }. Has entrado con el rol de { $own ->
    [admin] administración
   *[researcher] investigación
  }; en /help están tus comandos.
cohort-none = No hay ninguna cohorte. Administración abre una con /cohorts create NOMBRE.
cohort-unknown = No hay ninguna cohorte «{ $name }». En /cohorts están todas.
cohort-is-archived = La cohorte «{ $cohort }» está archivada. Administración puede recuperarla con /cohorts.
cohort-archived = archivada
cohort-archived-toast = Esa cohorte está archivada.
cohort-not-archived = En esa cohorte hay gente que espera resultados, así que se queda.
cohort-chosen = Ahora trabajas en la cohorte «{ $cohort }». Los comandos que no nombran ninguna se refieren a ella.
cohort-chosen-toast = Elegida. Los comandos que no nombran ninguna se refieren a ella.
cohort-created = La cohorte «{ $cohort }» está abierta y ahora trabajas en ella. /invite crea sus enlaces.
cohort-create-admin = Solo administración abre cohortes. En /cohorts están las que hay.
cohort-name-bad = Indica un nombre de 1 a { $most } caracteres que no sea solo un número, por ejemplo /cohorts create Otoño.
cohort-dates-admin = Solo administración promete una fecha.
cohort-dates-noted = Los resultados de «{ $cohort }» se prometen para el { $date } a más tardar; lo lee quien está a la espera.
cohort-dates-late = Los resultados de «{ $cohort }» ya están publicados: no hay fecha que prometer.
cohort-dates-usage = Indica un día de los próximos tres años, por ejemplo /cohorts dates 2027-03-01.
cohort-name-taken = Ya hay una cohorte «{ $name }», quizá archivada. Elige otro nombre.
cohort-choose = Elegir
cohort-archive = Archivar
cohort-restore = Recuperar
cohorts-title = Cohortes
cohorts-line = { $mark } <b>{ $cohort }</b>: { $status }, desde { $date }; participantes: { $people }; invitaciones usadas: { $used } de { $issued }
cohorts-hint = ● marca en cuál trabajas. /cohorts NOMBRE elige otra; todos los comandos admiten también un nombre.
cohorts-hint-admin = ● marca en cuál trabajas. /cohorts NOMBRE elige otra, /cohorts create NOMBRE abre una, /cohorts dates 2027-03-01 promete sus resultados para un día; todos los comandos admiten también un nombre.
invite-count = Indica un número del 1 al { $most }, por ejemplo /invite 5.
invite-made = { $count ->
    [one] Una invitación a <b>{ $cohort }</b>, para una persona,
   *[other] { $count } invitaciones a <b>{ $cohort }</b>, una por persona,
  } con validez de { $days ->
    [one] un día:
   *[other] { $days } días:
  }
invite-not-open = La cohorte «{ $cohort }» no admite a gente. /cohorts muestra cuáles están abiertas.
invite-batch = Se preparan { $count } invitaciones a «{ $cohort }»; enseguida llegan una tabla y una hoja para imprimir.
invite-failed = No se han podido preparar las invitaciones, tampoco al repetirlo; no existe ninguna. Envía /invite de nuevo; si vuelve a fallar, el motivo está en el registro del programa.
invite-table = { $count } invitaciones a «{ $cohort }» en una tabla, con validez de { $days } días. Cada enlace es para una persona.
invite-sheet = Lo mismo en códigos QR para imprimir y recortar: { $count } para «{ $cohort }», con validez de { $days } días. No compartas estos archivos.
invite-sheet-title = Invitaciones: { $cohort }
invite-sheet-lead = { $count } invitaciones, una por persona, válidas hasta el { $day }. Escanea el código con el teléfono o escribe el enlace.
invite-sheet-until = N.º { $number } · hasta el { $day }
invite-sheet-alt = Código QR n.º { $number }: { $link }
kit-labels-title = Etiquetas de kits: { $cohort }
kit-labels-lead = Etiquetas de kits por entregar: { $count }. Recorta por el marco; el código de debajo dice para quién es el kit y no debe llegar al laboratorio.
kit-labels-for = para { $participant }
kit-labels-alt = Etiqueta del kit { $kit }: { $link }
kits-title = Kits de { $cohort }
kit-state-failed = falló en el laboratorio
kit-state-issued = por entregar
kit-state-handed = entregado
kit-state-posted = enviado por correo
kit-state-arrived = con la persona
kit-state-sent = camino del laboratorio
kit-state-received = en el laboratorio
kit-state-repeat = se analiza otra vez
kit-state-typed = tipado
kit-state-voided = anulado
kit-lasting = { $state }, { $days } d
kit-reason-lost = perdido
kit-reason-damaged = dañado
kit-reason-failed = falló en el laboratorio
kit-missed = la persona no lo tiene ({ $days } d)
kit-hint = /kits labels envía etiquetas para imprimir de los kits por entregar. /kits handed CODE y /kits posted CODE anotan la entrega o el envío; escanear una etiqueta anota la entrega. /kits P-XXXX le da un kit nuevo a esa persona; el código anterior deja de valer.
kit-over-noted = { $kit }: { $how ->
    [posted] anotado como enviado por correo.
   *[handed] anotado como entregado.
  }
kit-over-already = { $kit }: ya está en ese punto; no se cambió nada.
kit-over-void = { $kit }: anulado, porque otro kit ocupó su lugar. No lo entregues.
kit-over-unknown = { $kit }: ningún kit tiene este código.
kit-over-no-code = { $kit }: eso no es un código de kit.
kit-over-usage = Escribe detrás hasta { $most } códigos de kits o de participantes: /kits handed K7F3-9QRT-B P-7F3K, o /kits posted P-7F3K.
kit-labels-coming = las etiquetas llegan en un PDF.
kit-labels-none = ningún kit está por entregar, así que no hay etiquetas que imprimir.
kit-labels-sent = Etiquetas para «{ $cohort }» para imprimir y recortar: { $count }. El código bajo cada marco dice para quién es: recórtalo, el laboratorio no debe verlo.
kit-labels-failed = no se han podido hacer las etiquetas. /kits labels lo intenta de nuevo.
kit-not-now = { $code } no está a la espera de un kit.
kit-issued = { $code } ({ $cohort }) tiene un kit nuevo: <code>{ $kit }</code>. El código anterior ya no vale.
imports-none = Ningún laboratorio ha entregado nada todavía.
imports-title = { $count ->
    [one] Una entrega de laboratorio
   *[other] { $count } entregas de laboratorio
  }
imports-line = { $when } UTC · { $lab } · filas: { $rows }, aceptadas: { $accepted }, rechazadas: { $rejected }
imports-refused = { $when } UTC · { $lab } · el archivo se rechazó
imports-hint = Cada botón abre el informe de su entrega, fila por fila. Las entregas son de todas las cohortes.
imports-row = Fila { $row } · { $kit } · { $status }
imports-no-kit = sin código de kit
imports-erased = borrado
imports-text = Las líneas sangradas son lo que se dijo al laboratorio, en inglés.
imports-back = ‹ Todas las entregas
digest-title = Buenos días: { $cohort }
digest-news = En las últimas 24 horas: inscripciones { $joined }, fases selladas { $sealed }.
digest-waiting = Sin responder desde hace más de { $days } días:
digest-write = /remind les escribe ahora.
digest-kits = Kits que no han llegado o que llevan más de { $days } días en el mismo estado:
digest-labs = Archivos de laboratorio de las últimas 24 horas con filas rechazadas: { $deliveries }; filas: { $rows }. /imports muestra por qué.
digest-jobs = Tareas fallidas definitivamente en 7 días: { $count }. /audit muestra cuándo.
imports-news = { $count ->
    [one] Un laboratorio ha entregado resultados.
   *[other] Han llegado { $count } entregas de laboratorio.
  } /imports muestra qué se aceptó.
import-imported = guardado
import-replaced = guardado en lugar de uno anterior
import-unchanged = ya estaba guardado
import-status-noted = estado de la muestra anotado
import-status-known = el estado ya se conocía
import-status-late = ya hay un resultado guardado; estado no anotado
import-unknown-kit = ningún kit tiene este código
import-repeated-kit = el kit está en varias filas
import-conflict = hay otro resultado guardado y se conserva
import-stored-unreadable = el resultado guardado no se puede leer; hay que entregarlo de nuevo con «replace»
import-cohort-frozen = la cohorte está congelada
import-not-accepted = la persona se retiró o el kit está anulado
import-rejected = no se pudo leer la fila
remind-started = Se está recordando a quien no responde en «{ $cohort }». El número llega aquí.
remind-failed = No se ha podido recordar a todas las personas. /remind llega a las que faltan; a nadie se le recuerda dos veces.
remind-done = { $count ->
    [0] no se ha recordado a nadie. Los recordatorios van a quien lleva un día sin responder, { $most } seguidos como mucho, nunca entre las 21:00 y las 9:00 de su día, y no a quien los aplazó o desactivó.
    [one] se ha recordado a una persona.
   *[other] se ha recordado a { $count } personas.
  }
staff-title = Equipo
staff-line = { $email }: { $role ->
    [admin] administración
   *[researcher] investigación
  }, { $state ->
    [active] cuenta activa
    [invited] enlace sin usar
   *[disabled] cuenta desactivada
  }
staff-hint = /staff add admin CORREO o /staff add researcher CORREO crea una cuenta y un enlace con el que su dueño pone la contraseña.
staff-usage = Escribe /staff add admin CORREO o /staff add researcher CORREO.
staff-added = { $email } ({ $role ->
    [admin] administración
   *[researcher] investigación
  }) pone su contraseña con este enlace. Vale una vez, durante { $hours } horas. No se lo envíes a nadie más:
staff-taken = { $email } es de una cuenta con otro rol. Usa otra dirección.
staff-disable = Desactivar { $email }
staff-ask = ¿Desactivar { $email }? La sesión se cierra al instante. /staff add la recupera.
staff-yes = Sí, desactivar
staff-disabled = La cuenta { $email } está desactivada.
staff-last-admin = { $email } es la última cuenta de administración y se queda. Añade antes otra.
staff-password-ask = <b>Te damos la bienvenida.</b> Escribe una contraseña para { $email }. Borramos tu mensaje al instante.
staff-link-over = Este enlace ya se usó o ha caducado. Pide uno nuevo a administración.
health-title = El servicio
health-database = Base de datos: PostgreSQL { $version }, respondió en { $ms } ms, { $size } GiB
health-jobs = Tareas: en espera { $waiting }, en curso { $running }, fallidas sin remedio en 7 días { $dead }
health-disk = Disco: { $free } de { $total } GiB libres
health-telegram = Telegram: @{ $bot }, { $mode ->
    [webhook] por webhook
    [polling] por consulta continua
   *[sandbox] de prueba
  }; mensajes sin enviar: { $waiting }; chats fuera de alcance: { $unreachable }
health-versions = Versiones: programa { $program }, Node { $node }; fase 1 { $visual }; fase 2 { $personality }; fase 3 { $biological }
health-disk-low = ⚠ Queda menos de 1 GiB libre.
health-jobs-dead = ⚠ /audit muestra cuándo fallaron tareas.
audit-title = Registro de auditoría
audit-whole = La cadena está íntegra: { $rows } sucesos, cada uno con el hash del anterior. Primero el más reciente, en UTC:
audit-broken = ⚠ La cadena está rota en el suceso { $event }, tras { $rows } correctos: se cambiaron o quitaron filas.
audit-none = No hay sucesos más antiguos.
audit-older = Anteriores ›
progress-title = Cohorte <b>{ $cohort }</b>, { $status }: { $people ->
    [one] una persona
   *[other] { $people } personas
  }.
progress-invites = Invitaciones usadas: { $used } de { $issued }
progress-funnel = Por fase
progress-line = { $stage }: { $here } ahora · { $reached } han llegado hasta aquí
progress-times = Tiempo mediano
progress-hours = { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
  }
progress-days = { $days ->
    [one] { $days } día
   *[other] { $days } días
  }
progress-sealed = Desde el alta hasta el final del cuestionario
progress-minutes = { $minutes } min
progress-not-released = Respuesta: los perfiles aún no se han publicado.
progress-response = Respuesta: { $closed } de { $asked } personas cerraron sus respuestas ({ $percent } %).
progress-response-withheld = Respuesta: se preguntó a { $asked } personas; se reserva cuántas han cerrado.
progress-reminders = Recordatorios: { $sent }. En 48 horas la persona volvió tras el { $percent } % de ellos y terminó el paso tras el { $further } %; tras el { $later } % lo aplazó y tras el { $off } % no quiso más.
progress-reminders-withheld = Recordatorios: { $sent }. Lo que aportan se muestra a partir de 10 personas.
progress-note = Se reservan los grupos de menos de 10 personas y los números que los delatarían. Nada de esto depende de una respuesta sobre un perfil.
participant-usage = Indica un código, por ejemplo /participant P-7F3K.
participant-title = <b>{ $code }</b> de { $cohort }, ahora en: { $stage }
participant-days = { $days ->
    [one] ({ $days } día)
   *[other] ({ $days } días)
  }
participant-facts = Cobertura: el { $coverage } % del peso tiene datos. Días desde la inscripción: { $joined }; desde la última señal: { $silent }.
participant-reminders = Recordatorios desde entonces: { $sent }.
participant-reminders-off = Recordatorios desde entonces: { $sent }; desactivados.
phase-later = sin empezar
phase-open = empezada
phase-sealed = sellada
phase-missing = cerrada sin datos

## Bot: export of a cohort

command-export-data = Datos de una cohorte para analizar (también /export)
study-export-coming = Se están preparando los datos de <b>{ $cohort }</b>. Llegarán aquí.
study-export-caption = Datos de { $cohort } (Psych-DS): { $people } personas, { $profiles } perfiles previstos. Son datos personales con seudónimos: guárdalos donde solo pueda leerlos el estudio. SHA-256, también en el registro de auditoría: { $digest }
study-export-before-release = Todavía no hay datos de { $cohort }. Llegan después de mostrar los resultados, con la primera consulta registrada.
study-export-before-look = Todavía no hay datos de { $cohort }. Llegan con la primera consulta registrada, cuando el { $share } % de quienes miran haya cerrado sus respuestas: /looks.
study-export-too-few = Menos de 10 personas de { $cohort } aceptaron el uso para investigar, así que no hay datos que entregar.
study-export-failed = No se han podido preparar los datos, tampoco al repetirlo. Pídelos de nuevo; si vuelve a fallar, el motivo está en el registro del programa.

## Report

report-title = Tu informe de compatibilidad
report-lead = Lo que el estudio predijo para ti y las personas que viste. Se hizo solo después de que dieras tus propias respuestas, así que no pudo influir en ellas.
report-nobody = En este grupo no había nadie cuyos deseos encajaran con los tuyos, así que no hay nada que predecir. Depende de quién participó y no dice nada de ti.
report-results = Los resultados
report-results-note = La línea va de un encuentro improbable a uno probable. La marca es la predicción y la banda que la rodea, su margen: si se midiera otra vez, la predicción caería ahí cinco de cada seis veces. Las tres barras muestran qué hizo cada parte del estudio: subirla (a la derecha) o bajarla (a la izquierda).
report-names-missing = Este archivo no tiene letras para la escritura de un nombre, así que falta el nombre o una parte. En el chat y en el archivo de Word está completo.
report-leaning = { $way ->
    [yes] se inclina por un encuentro
    [no] se inclina en contra de un encuentro
   *[open] puede ser que sí o que no
  }
report-profile = perfil { $place }
report-apart-none = La predicción no permite distinguir a ninguna de estas personas: sus márgenes se solapan.
report-apart-groups = La predicción no permite distinguir, porque sus márgenes se solapan, entre: { $groups }.
report-apart-all = Sus márgenes no se solapan, así que el orden significa algo.
report-you = Tú: { $wtm } de 7
report-you-none = Tú: sin respuesta
report-would-meet = { $answer ->
    [yes] encuentro: sí
    [no] encuentro: no
   *[none] sin decidir
  }
report-no-result = sin resultado
report-phase-visual = Caras
report-phase-personality = Personalidad
report-phase-biological = Genes inmunes
report-coarse = Genes: comparados solo por el nombre, de forma aproximada.
report-how = Cómo leer esto
report-how-range = El margen abarca lo que la medición deja abierto: unas pocas valoraciones dicen poco de un gusto, seis respuestas dicen poco de un rasgo y un resultado de laboratorio puede admitir varios tipos de genes. No abarca si la idea de la predicción es correcta. Eso es lo que comprueba el estudio.
report-how-parts = Caras: cuánto encaja cada cual con el gusto del otro, en las dos direcciones a la vez. El lado con menos ganas cuenta más, porque para un encuentro hacen falta dos. Personalidad: cuánto se parecen las respuestas de los dos. Genes inmunes: cuánto se diferencian; ser distintos cuenta como encajar.
report-evidence = Qué dicen las pruebas
report-evidence-similarity = El parecido real entre dos personas apenas predice un sí. En datos de citas rápidas, ante un sí y un no, acierta cuál es el sí 51 o 52 veces de cada 100; al azar se acierta 50. El parecido que sienten predice mejor (73), pero sentirse parecidos no tiene casi nada que ver con serlo.
report-evidence-hla = Sobre los genes inmunes, algunos estudios encontraron preferencia por tipos distintos y otros no; el resumen más reciente de todos no halla ningún efecto. Esta parte es un experimento. No dice nada sobre salud, parentesco o cómo iría una relación.
report-evidence-pilot = Este piloto existe para averiguar si la predicción vale algo. Con 100 participantes, su acierto se conocerá con un margen de unos 4 puntos de 100. Así que un resultado bajo no es un veredicto ni uno alto una promesa; cuenta más lo que sentiste tú.
report-details = Los números
report-details-note = Total y margen: de 0 a 100, el centro es 50; no es un porcentaje de probabilidad. Caras, personalidad y genes: de cada 100 parejas de referencia, tantas encajan peor que la de ustedes. En personalidad esas parejas son inventadas, porque aún han respondido muy pocas reales.
report-column-person = Persona
report-column-total = En total
report-column-range = Margen
report-column-coverage = Datos
report-coverage-note = Donde una parte no tiene resultado, las demás se reparten su peso. «Datos» es la parte del peso que se apoya en datos.
report-traits = Cómo te describiste
report-traits-note = Tus siete rasgos según tu cuestionario, de 0 (nada) a 100 (mucho). Solo están en este informe; los demás participantes no los ven nunca.
report-trait-lust = Lujuria
report-trait-gluttony = Gula
report-trait-greed = Avaricia
report-trait-sloth = Pereza
report-trait-wrath = Ira
report-trait-envy = Envidia
report-trait-pride = Soberbia
report-trait-none = no se sabe
report-basis = En qué se basa
report-basis-phase = Parte
report-basis-collected = Lo que recogimos de ti
report-basis-weight = Peso
report-collected-visual = Una foto, { $collected } de { $of } caras valoradas
report-collected-personality = { $collected } de { $of } frases respondidas
report-collected-biological = { $collected } de { $of } genes tipados
report-collected-none = Nada: no llegó ningún resultado
report-declared = La forma de calcular las puntuaciones se declaró antes de puntuar nada y no ha cambiado desde entonces. Huella de la declaración: { $hash }
report-versions = Versiones: { $versions }
report-limits = Qué conviene recordar
report-limits-look = Aquí no hay ningún número sobre el aspecto de nadie, y el estudio no se lo muestra a nadie.
report-limits-group = Entre las personas que viste hay algunas con predicción alta y otras elegidas de todo el rango. De otro modo la predicción no se podría comprobar.
report-limits-others = Este archivo muestra a otras personas, que lo aceptaron solo para ti: por favor, no lo compartas.
report-limits-data = En el chat, /export te envía todos tus datos y /delete_my_data los borra.
report-limits-medical = Nada de esto es consejo médico ni psicológico.
report-sources = Fuentes
report-person = Persona { $number }
report-page = Página { $page } de { $pages }
report-alt-photo = La foto que viste
report-alt-range = { $leaning }: { $total } en una línea de 0 a 100, margen de { $low } a { $high }
report-alt-moves = Qué hizo cada parte, en puntos: { $moves }
report-alt-traits = Barras de tus siete rasgos, de 0 a 100
report-text-range = { $total } de 100, margen de { $low } a { $high }
report-text-moves = Qué hizo cada parte: { $moves }
report-text-more = { $count ->
    [one] … y una persona más en el archivo
   *[other] … y { $count } personas más en el archivo
  }

## Export: the PDF of everything somebody left

export-title = Tus datos
export-lead = Esto es todo lo que el estudio guarda sobre ti en la fecha indicada arriba, tabla por tabla. El archivo harmonia-my-data.json contiene lo mismo para programas. Las horas están en UTC.
export-alt-photo = Tu foto
export-photo-gone = No se pudo leer la foto; aquí figura su archivo.
export-numbers = { $count } números, todos en el archivo JSON; los primeros: { $first }
export-fingerprint = primeras cifras { $first }; completa en el archivo JSON
export-entries = { $count ->
    [one] Una entrada
   *[other] { $count } entradas
  }, todas en el archivo JSON
export-part-analyser = Programa que describió la cara
export-part-numbers = Descripción
export-part-questionnaire = Cuestionario
export-part-answers = Respuestas
export-repeated = se mostró otra vez
export-status-active = participas
export-status-paused = en pausa
export-status-withdrawn = participación retirada
export-status-analysing = en análisis
export-status-refused = rechazada
export-status-preview = espera tu decisión
export-status-accepted = aceptada
export-status-requested = en preparación
export-status-ready = hecho
export-status-delivered = enviado
export-table-profiles = Foto y cara
export-table-selfies = Selfi
export-table-calibration-ratings = Caras que valoraste
export-table-questionnaire-answers = Respuestas al cuestionario
export-table-personality-scores = Rasgos de personalidad
export-table-hla-data = Tipo HLA
export-table-kits = Kits de laboratorio
export-table-kit-events = Por dónde pasó tu kit
export-table-presentations = Orden de preguntas y caras
export-table-phase-records = Fases del estudio
export-table-superseded-seals = Resultados corregidos
export-table-outcomes = Tus respuestas sobre los perfiles
export-table-matches = Resultados con las personas que viste
export-table-reports = Informe
export-table-introductions = Presentaciones
export-table-blocks = Personas que bloqueaste
export-table-reminders = Recordatorios
export-table-consents = Consentimientos
export-table-invites = Invitación
export-table-chats = Chat con el bot
export-table-participants = Sobre ti
export-table-account-state = Estado de la cuenta
export-table-refresh-tokens = Inicios de sesión fuera de Telegram
export-table-users = Cuenta
export-table-audit-log = Registro de acciones
export-column-account-completed-at = Cuenta completada
export-column-action = Acción
export-column-about-confirmed-at = Respuestas confirmadas
export-column-adult-confirmed-at = Mayoría de edad confirmada
export-column-answered-at = Respondido
export-column-at = Cuándo
export-column-attempts = Intentos
export-column-birth-year = Año de nacimiento
export-column-calibration-complete = Caras valoradas por completo
export-column-chat-id = Número de chat
export-column-code = Código
export-column-created-at = Creado
export-column-delivered-at = Entregado
export-column-disabled-at = Desactivada
export-column-display-name = Nombre que ven los demás
export-column-dwell-ms = Tiempo (ms)
export-column-email = Correo electrónico
export-column-encrypted-alleles = Alelos (aquí descifrados)
export-column-event = Qué se anotó
export-column-excluded-reason = Por qué no los presentamos
export-column-envy-score = Envidia
export-column-face-id = Cara
export-column-full-name = Nombre completo
export-column-gluttony-score = Gula
export-column-granted = Aceptado
export-column-greed-score = Avaricia
export-column-hla-score = Puntuación HLA
export-column-instrument-version = Versión
export-column-left-out-until = Cuándo se borran tus datos por haber quedado fuera
export-column-stays-since = Esperas al próximo grupo desde
export-column-introduced-at = Presentados
export-column-issued-at = Entregado a ti
export-column-item-id = Pregunta
export-column-items = Orden
export-column-last-active-at = Última actividad
export-column-last-update-at = Último mensaje
export-column-locale = Idioma
export-column-lust-score = Lujuria
export-column-missing = Sin resultado
export-column-opened-at = Abierta
export-column-path = Archivo
export-column-docx-path = Archivo en DOCX
export-column-personality-score = Personalidad
export-column-phase = Fase
export-column-photo-path = Archivo de la foto
export-column-position = Posición
export-column-pride-score = Soberbia
export-column-problem = Por qué se rechazó
export-column-purpose = Finalidad
export-column-rating = Tu valoración, 1–4
export-column-raw-responses = Respuestas tal como se puntuaron
export-column-ready-at = Listo
export-column-received-at = Resultado recibido
export-column-reminders-off = Recordatorios desactivados
export-column-time-zone = Zona horaria
export-column-remind-at = Recordatorio pedido para
export-column-reminders-paused-until = Sin recordatorios hasta
export-column-number = Número
export-column-step = Punto alcanzado
export-column-sent-at = Enviado
export-column-returned-at = Volviste
export-column-choice = Botón pulsado
export-column-followed = Qué siguió en 48 horas
export-column-asked-text-version = Se volvió a preguntar por los textos de consentimiento de
export-column-results-told-at = Se contaron los resultados del grupo el
export-column-reminders-sent = Recordatorios enviados
export-column-repeat = Mostrado por segunda vez
export-column-requested-at = Solicitado
export-column-role = Rol
export-column-sealed-at = Cerrada
export-column-superseded-at = Corregida
export-column-seeks = Buscas
export-column-seeks-age-max = Edad máxima buscada
export-column-seeks-age-min = Edad mínima buscada
export-column-sex = Sexo
export-column-shown-at = Mostrado
export-column-sloth-score = Pereza
export-column-status = Estado
export-column-text-hash = Huella del texto
export-column-text-version = Versión del texto
export-column-total-compatibility = Total
export-column-unreachable-since = Inaccesible desde
export-column-updated-at = Modificado
export-column-used-at = Usada
export-column-value = Respuesta
export-column-visual-embedding = Descripción de la cara (aquí descifrada)
export-column-visual-score = Caras
export-column-voided-at = Sustituido
export-column-would-meet = ¿Te encontrarías?
export-column-wrath-score = Ira
export-column-wtm = Ganas de conocer, 1–7

## The questionnaire's version and reference

report-details-raw = Total y margen: de 0 a 100, el centro es 50; no es un porcentaje de probabilidad. Caras y genes: de cada 100 parejas de referencia, tantas encajan peor que la de ustedes. Personalidad: cuánto se parecen las respuestas de los dos, de 0 a 100, porque este cuestionario no tiene parejas de referencia.
freeze-questionnaires = Las personas de esta cohorte respondieron a varias versiones del cuestionario ({ $versions }). Sus rasgos no se pueden comparar, así que la cohorte no se puede congelar y no ha cambiado nada. Se podrá congelar cuando todas las que hayan terminado hayan respondido a una misma versión.

## Bot: what came out of a cohort

results-title = Qué resultó en tu grupo
results-registered = Antes de la primera respuesta, el estudio registró lo que predice: que con las fotos de ustedes, y con cómo valoró cada cual otras caras, puede saber a quién querría conocer cada persona.
results-exploratory = Para tu grupo no se registró nada antes de que llegaran las respuestas. Por eso esto es exploratorio: miramos si las fotos de ustedes, y cómo valoró cada cual otras caras, dicen a quién querría conocer cada persona.
results-counted = { $answers ->
    [one] Cuenta una respuesta
   *[other] Cuentan { $answers } respuestas
  } de { $viewers } personas.
results-hundred = Un «sí» quedó por encima de un «no» en { $found } de 100 comparaciones; las respuestas encajan con cualquier número de { $low } a { $high }, y al azar serían 50.
results-hundred-alone = Un «sí» quedó por encima de un «no» en { $found } de 100 comparaciones, y al azar serían 50.
results-better = Todo ese margen está por encima de 50: la predicción acertó más que el azar, aunque con una persona concreta se equivoca a menudo.
results-worse = Todo ese margen está por debajo de 50: la predicción acertó menos que el azar. Estaba equivocada.
results-unclear = El 50 está dentro de ese margen, así que la predicción no se distingue del azar. Eso no prueba que no sirva: con tan pocas personas no se ve un efecto pequeño.
results-no-range = Hay demasiado pocas respuestas para decir con qué certeza se sabe, así que no concluimos nada.
results-suggests = Como no se registró nada, esto puede sugerir algo, pero no confirma nada.
results-few = Han contestado menos de diez personas cuyas respuestas se pueden usar. No damos ninguna cifra, para que de ella no se puedan adivinar las respuestas de nadie. De tan pocas respuestas no se puede concluir nada.
results-none = Las respuestas no permiten dar una cifra: para eso hace falta que haya síes y noes, y que las predicciones sean distintas. Así que no concluimos nada.
results-not-you = <b>Qué no dice esto.</b> Trata de todas las respuestas de tu grupo juntas, y no dice nada de ti ni de ninguna pareja en concreto. Trata de decir sí a una foto, un nombre y una edad, no de si dos personas se entienden cuando se conocen.
results-controls = La personalidad y el HLA no se ven en una foto, así que sirvieron de comprobación y deberían estar cerca de 50.
results-control = { $score }: { $found } (de { $low } a { $high }).
results-controls-fine = Ninguna comprobación llama la atención.
results-controls-off = Una comprobación llama la atención: en las respuestas parece verse algo distinto de la predicción, así que conviene leer el primer número con cautela.
results-later = Lo que se cuenta después de una presentación no forma parte de estos números.
