// The form of an app_type that nobody has laid out by hand.
import { SchemaForm } from '../schema/schema-form';
import { QueueSection } from './queue-section';

export function PlainForm() {
  return (
    <>
      <SchemaForm />
      <div>
        <QueueSection />
      </div>
    </>
  );
}
