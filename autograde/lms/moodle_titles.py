"""Los títulos de las columnas de Moodle, en los idiomas de su interfaz que se reconocen.

Vistos en hojas de verdad o en su código: español, inglés, valenciano y gallego, y las fechas de
modificación del portugués de Portugal. Los demás (francés, euskera, portugués de Brasil y el resto
del de Portugal) están escritos de memoria, sin un Moodle con que compararlos: si uno no acierta, se
pide cambiar el idioma, y no se pierde nada.
"""

IDENTIFIER = ("Identificador", "Identifier", "Identifiant", "Identifikatzailea")
FIRST = ("Nombre", "First name", "Nom", "Nome", "Prénom", "Izena", "Nome próprio")
LAST = (
    "Apellido(s)",
    "Apellidos",
    "Last name",
    "Surname",
    "Cognoms",
    "Cognom(s)",
    "Apelidos",
    "Apelido(s)",
    "Apelido",
    "Sobrenome",
    "Nom de famille",
    "Deiturak",
)
NAME = (
    "Nombre completo",
    "Full name",
    "Nom complet",
    "Nome completo",
    "Izen-deiturak",
    "Izen osoa",
)
EMAIL = (
    "Dirección de correo",
    "Email address",
    "Dirección Email",
    "Correo electrónico",
    "Adreça electrònica",
    "Enderezo de correo",
    "Enderezo electrónico",
    "Endereço de e-mail",
    "Endereço de email",
    "Adresse de courriel",
    "Adresse e-mail",
    "E-posta helbidea",
    "Helbide elektronikoa",
)
ID_NUMBER = (
    "Número de ID",
    "ID number",
    "Número ID",
    "Número d'identificació",
    "Número d'ID",
    "Número de identificação",
    "Número de identificación",
    "Numéro d'identification",
    "ID zenbakia",
)
LOGIN = (
    "Nombre de usuario",
    "Username",
    "Nom d'usuari",
    "Nome de usuario",
    "Nome de utilizador",
    "Nome de usuário",
    "Identification",
    "Nom d'utilisateur",
    "Erabiltzaile-izena",
)
STATUS = ("Estado", "Estatus", "Status", "Estat", "Statut", "Egoera")
GRADE = (
    "Calificación",
    "Grade",
    "Qualificació",
    "Cualificación",
    "Avaliação",
    "Nota",
    "Note",
    "Kalifikazioa",
)
MAXIMUM = (
    "Calificación máxima",
    "Maximum grade",
    "Qualificació màxima",
    "Cualificación máxima",
    "Avaliação máxima",
    "Nota máxima",
    "Note maximale",
    "Gehienezko kalifikazioa",
)
SCALE = ("Escala", "Scale", "Barème", "Eskala")
EDITABLE = (
    "La calificación puede ser cambiada",
    "La calificación puede cambiarse",
    "Grade can be changed",
    "La qualificació es pot canviar",
    "A cualificación pode cambiarse",
    "A avaliação pode ser alterada",
    "A nota pode ser alterada",
    "La note peut être modifiée",
    "Kalifikazioa alda daiteke",
)
SUBMITTED = (
    "Última modificación (entrega)",
    "Last modified (submission)",
    "Darrera modificació (tramesa)",
    "Última atualização (submissão)",
    "Última modificação (envio)",
    "Dernière modification (travail remis)",
    "Azken aldaketa (bidalketa)",
)
GRADED = (
    "Última modificación (calificación)",
    "Last modified (grade)",
    "Darrera modificació (qualificació)",
    "Última modificación (cualificación)",
    "Última atualização (avaliação)",
    "Última modificação (nota)",
    "Dernière modification (note)",
    "Azken aldaketa (kalifikazioa)",
)
COMMENT = (
    "Comentarios de retroalimentación",
    "Feedback comments",
    "Comentaris de retroalimentació",
    "Comentarios de feedback",
    "Comentários de feedback",
    "Feedback por comentários",
    "Feedback par commentaires",
    "Feedback-iruzkinak",
)
WORKFLOW = (
    "Estado de la calificación",
    "Estado de calificación",
    "Marking workflow state",
    "Estado del flujo de trabajo de calificación",
)
GROUP = ("Grupo", "Group", "Grup", "Groupe", "Taldea", "Equipo")
ROLES = ("Roles", "Rol", "Rols", "Papéis", "Rôles", "Rolak", "Role")

#: cómo empieza el estado de quien entregó, y el de quien dejó un borrador
SUBMITTED_STATUS = (
    "enviado",
    "submitted",
    "s'ha tramès",
    "tramès",
    "remis",
    "bidalita",
    "submetido",
)
REOPENED_STATUS = ("reabierto", "reopened", "reobert", "reaberto", "rouvert")
DRAFT_STATUS = ("borrador", "draft", "esborrany", "rascunho", "brouillon", "zirriborroa")
#: los papeles de quien da clase, y los de quien la recibe
TEACHING = (
    "profesor",
    "teacher",
    "docente",
    "gestor",
    "manager",
    "professor",
    "enseignant",
    "irakasle",
    "tutor",
    "coordinador",
    "coordinator",
)
STUDYING = ("estudiante", "student", "alumn", "estudant", "aluno", "étudiant", "ikasle")
