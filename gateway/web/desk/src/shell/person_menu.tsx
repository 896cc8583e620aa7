// The menu of who is logged in: colours, shortcuts, logging out.
import {
  CircleHelp,
  CircleUserRound,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Sun,
} from "lucide-react";
import { type JSX, type RefObject, useState } from "react";
import { useLocation } from "wouter";
import { useSession } from "../session/session.js";
import { keepScheme, type Scheme, schemeOf } from "../theme/theme.js";
import { MenuItem, MenuLine, MenuPart, OpenMenu } from "../ui/menu.js";
import { useKeysOf } from "./acts.js";

const schemes: readonly { scheme: Scheme; title: string; icon: LucideIcon }[] =
  [
    { scheme: "system", title: "As the system", icon: Monitor },
    { scheme: "light", title: "Light", icon: Sun },
    { scheme: "dark", title: "Dark", icon: Moon },
  ];

export default function PersonMenu(props: {
  button: RefObject<HTMLElement | null>;
  openHelp: () => void;
  close: () => void;
}): JSX.Element {
  const { button, openHelp, close } = props;
  const { me, logOut } = useSession();
  const [, go] = useLocation();
  const [scheme, setScheme] = useState(schemeOf);
  return (
    <OpenMenu label="You" button={button} placement="end bottom" close={close}>
      <MenuPart title={`${me.name}, ${me.company_name}`}>
        {schemes.map(({ scheme: other, title, icon }) => (
          <MenuItem
            key={other}
            icon={icon}
            isChosen={other === scheme}
            data-testid={`scheme-${other}`}
            onAction={() => {
              keepScheme(other);
              setScheme(other);
            }}
          >
            {title}
          </MenuItem>
        ))}
      </MenuPart>
      <MenuLine />
      <MenuItem
        icon={CircleUserRound}
        data-testid="own-profile"
        onAction={() => {
          go("/profile");
        }}
      >
        Your profile
      </MenuItem>
      <MenuItem
        icon={CircleHelp}
        keys={useKeysOf("help.open")}
        onAction={openHelp}
      >
        Keyboard shortcuts
      </MenuItem>
      <MenuItem
        icon={LogOut}
        keys={useKeysOf("session.leave")}
        data-testid="log-out"
        onAction={() => void logOut()}
      >
        Log out
      </MenuItem>
    </OpenMenu>
  );
}
