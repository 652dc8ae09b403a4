#![allow(missing_docs, clippy::all)]
use std::sync::Arc; use std::time::Instant as T;
use domain::World; use domain::access::Actor; use domain::exchange::Answers;
use store::Store; use store::exchange::*;
struct W(std::sync::atomic::AtomicU64);
impl World for W { fn now(&self)->domain::time::Instant { "2024-06-30T12:00:00Z".parse::<domain::time::Instant>().unwrap() + chrono::TimeDelta::seconds((self.0.load(std::sync::atomic::Ordering::SeqCst)/1000) as i64) }
 fn fill(&self,b:&mut [u8]) { for c in b.chunks_mut(8) { let mut z=self.0.fetch_add(1,std::sync::atomic::Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15); z^=z>>30; z=z.wrapping_mul(0xBF58_476D_1CE4_E5B9); z^=z>>27; c.copy_from_slice(&z.to_le_bytes()[..c.len()]);} } }
#[tokio::main]
async fn main(){
  let a:Vec<String>=std::env::args().collect();
  let url=&a[1]; let file=&a[2]; let profile=a[3].clone(); let as_of=a.get(4).map(|d|d.parse().unwrap());
  let t=T::now();
  let w: Arc<dyn World>=Arc::new(W(Default::default()));
  let store=Store::connect(url,w).await.unwrap(); store.migrate().await.unwrap();
  println!("open {:?}",t.elapsed());
  let up=||Upload{bytes:std::fs::read(file).unwrap(),file_name:"directory.csv".into(),profile:Profiled::Shipped(profile.clone()),as_of};
  for _ in 0..2 {
  let t=T::now();
  match store.import(&Actor::command_line(),up(),&Answers::default(),&|p|println!("{p:?} {:?}",t.elapsed())).await { Ok(r)=>println!("{r}\n{:?}",t.elapsed()), Err(e)=>println!("{}",e.text(domain::words::Locale::En)) }
  }
  let t=T::now(); let p=store.preview_file(up(),&Answers::default()).await.unwrap(); println!("preview {:?} ready {} nothing {}",t.elapsed(),p.plan.is_ready(),p.plan.changes_nothing());
  let mut m:std::collections::BTreeMap<String,usize>=Default::default(); for w in &p.plan.warnings { *m.entry(w.kind.text(domain::words::Locale::En)).or_default()+=1; } println!("{m:?}");
  let ledger=store.ledger().await.unwrap();
  let q=domain::figures::Query{as_of:as_of.unwrap_or_else(||store.world().today()),known_at:store.world().now(),scope:Default::default()};
  let t=T::now();
  for f in domain::figures::compute_all(&ledger,&domain::figures::default_ids(),&q) { println!("{} {:?} num {} n {} floor {:?} ceil {:?} out {}",f.id.0,f.value,f.numerator,f.n,f.floor,f.ceiling,f.rows_out.len()); }
  println!("figures {:?}",t.elapsed());
  let t=T::now(); let x=export_xlsx(&store).await.unwrap(); println!("export {} bytes {:?}",x.len(),t.elapsed());
  std::fs::write("/tmp/t-exchange/export.xlsx",&x).unwrap();
  let status=std::fs::read_to_string("/proc/self/status").unwrap(); for l in status.lines().filter(|l|l.starts_with("VmHWM")) { println!("{l}"); }
}
